import { binary } from "../array/ufunc.ts";
import { UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { Coordinate, System } from "./coordinates.ts";

/** A quantity derived from coordinates. */
export type Quantity =
  | Coordinate
  | "rho2"
  | "mag"
  | "mag2"
  | "t2"
  | "tau2"
  | "rapidity"
  | "mt"
  | "mt2";

type Derived = (derive: Derivation) => Column<"float64">;

/** The quantities of one set of vectors, each computed once, from float64 columns. */
export interface Derivation {
  readonly system: System;
  readonly length: number;
  readonly get: (quantity: Quantity) => Column<"float64">;
}

/**
 * Quantities of vectors whose coordinates `given` are float64 columns. Columns made on the way are
 * left to the caller's scope.
 */
export function derivation(
  system: System,
  given: ReadonlyMap<Coordinate, Column<"float64">>,
  length: number,
): Derivation {
  const known = new Map<Quantity, Column<"float64">>(given);
  const self: Derivation = {
    system,
    length,
    get(quantity) {
      const have = known.get(quantity);
      if (have !== undefined) return have;
      const made = formulas[quantity](self);
      known.set(quantity, made);
      return made;
    },
  };
  return self;
}

function one(
  kernel: "eta_theta" | "theta_eta" | "signed_square" | "signed_root",
  a: Quantity,
): Derived {
  return ({ get, length }) => {
    const from = get(a).address;
    const out = reserve("float64", length);
    kernels[`vector_${kernel}`](from, out.address, length);
    return out;
  };
}

function two(
  kernel:
    | "x"
    | "y"
    | "z_eta"
    | "z_theta"
    | "rho2"
    | "eta_z"
    | "theta_z"
    | "mag2_z"
    | "mag2_eta"
    | "mag2_theta"
    | "tau2"
    | "t",
  a: Quantity,
  b: Quantity,
): Derived {
  return ({ get, length }) => {
    const [left, right] = [get(a).address, get(b).address];
    const out = reserve("float64", length);
    kernels[`vector_${kernel}`](left, right, out.address, length);
    return out;
  };
}

function times(a: Column<"float64">, b: Column<"float64">, length: number): Column<"float64"> {
  const product = binary("multiply", a as unknown as Column, b as unknown as Column, length);
  return product as unknown as Column<"float64">;
}

function combine(
  op: "add" | "subtract" | "true_divide",
  a: Column<"float64">,
  b: Column<"float64">,
): Column<"float64"> {
  const made = binary(op, a as unknown as Column, b as unknown as Column, a.length);
  return made as unknown as Column<"float64">;
}

function square(of: Quantity): Derived {
  return ({ get, length }) => times(get(of), get(of), length);
}

function root(of: Quantity): Derived {
  return ({ get, length }) => {
    const from = get(of).address;
    const out = reserve("float64", length);
    kernels.array_sqrt_f64(from, out.address, length);
    return out;
  };
}

/** By the longitudinal coordinate given. */
function along(z: Derived, theta: Derived, eta: Derived): Derived {
  return (derive) => {
    const by = { z, theta, eta }[derive.system.longitudinal ?? missing("longitudinal", derive)];
    return by(derive);
  };
}

function missing(what: "longitudinal" | "temporal", { system }: Derivation): never {
  const has = system.longitudinal === undefined ? 2 : 3;
  throw new UsageError(`these vectors have ${has} dimensions: there is no ${what} coordinate`);
}

function given(derive: Derivation): never {
  throw new UsageError(`a coordinate of ${JSON.stringify(derive.system)} is missing`);
}

/** Each quantity from the coordinates, with vector's formulas (src/vector/_compute). */
const formulas: Readonly<Record<Quantity, Derived>> = {
  x: two("x", "rho", "phi"),
  y: two("y", "rho", "phi"),
  rho2: (derive) =>
    (derive.system.azimuthal === "xy" ? two("rho2", "x", "y") : square("rho"))(derive),
  rho: root("rho2"),
  phi({ get, length }) {
    const [x, y] = [get("x").address, get("y").address];
    const out = reserve("float64", length);
    kernels.math_atan2_f64(y, x, out.address, length);
    return out;
  },
  z: along(given, two("z_theta", "rho", "theta"), two("z_eta", "rho", "eta")),
  eta: along(two("eta_z", "rho", "z"), one("eta_theta", "theta"), given),
  theta: along(two("theta_z", "rho", "z"), given, one("theta_eta", "eta")),
  mag2: along(
    two("mag2_z", "rho2", "z"),
    two("mag2_theta", "rho2", "theta"),
    two("mag2_eta", "rho2", "eta"),
  ),
  mag: root("mag2"),
  t2: square("t"),
  t: (derive) =>
    derive.system.temporal === undefined
      ? missing("temporal", derive)
      : two("t", "tau2", "mag2")(derive),
  tau2: (derive) =>
    (derive.system.temporal === "tau" ? one("signed_square", "tau") : two("tau2", "t", "mag2"))(
      derive,
    ),
  tau(derive) {
    const { azimuthal, longitudinal } = derive.system;
    if (azimuthal !== "xy" || longitudinal !== "z") return one("signed_root", "tau2")(derive);
    const columns = (["x", "y", "z", "t"] as const).map((name) => derive.get(name).address);
    const [x, y, z, t] = columns;
    const out = reserve("float64", derive.length);
    kernels.vector_tau_xyzt(x, y, z, t, out.address, derive.length);
    return out;
  },
  rapidity({ get, length }) {
    const [t, z] = [get("t"), get("z")];
    const ratio = combine("true_divide", combine("add", t, z), combine("subtract", t, z));
    const out = reserve("float64", length);
    kernels.math_log_f64(ratio.address, out.address, length);
    return binary("multiply", out as unknown as Column, 0.5, length) as unknown as typeof out;
  },
  mt2: (derive) =>
    derive.system.temporal === "tau"
      ? combine("add", derive.get("tau2"), derive.get("rho2"))
      : combine("subtract", derive.get("t2"), square("z")(derive)),
  mt: one("signed_root", "mt2"),
};
