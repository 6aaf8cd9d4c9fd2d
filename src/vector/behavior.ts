import { AwkwardArray } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import { convert } from "../array/convert.ts";
import { isLeaf, type Layout, loaded, nameOf, type RecordLayout } from "../array/layout.ts";
import { share, shareColumn, tidy } from "../array/share.ts";
import { UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import {
  type Coordinate,
  coordinatesOf,
  isCoordinate,
  type System,
  systemOf,
} from "./coordinates.ts";
import { type Derivation, derivation, type Quantity } from "./derive.ts";

type Properties = Behavior["properties"];

/** The coordinate system of records of vectors. @throws UsageError for other arrays */
export function systemOfArray(array: AwkwardArray): System {
  const fields = array.fields.filter(isCoordinate);
  if (fields.length === 0) {
    throw new UsageError("an array of vectors is needed: make one with vector.zip");
  }
  return systemOf(fields);
}

/** The vectors of an array, in memory: the lists stay, the coordinates are loaded. */
export function loadVectors(layout: Layout, names: readonly Coordinate[]): Layout {
  const now = loaded(layout);
  if (isLeaf(now)) throw new UsageError(`vectors are records, not ${nameOf(now)}`);
  if (now.kind === "list") {
    return { kind: "list", offsets: now.offsets, content: loadVectors(now.content, names) };
  }
  if (now.kind !== "record") return { ...now, content: loadVectors(now.content, names) };
  const contents = now.fields.map((field, i) =>
    (names as readonly string[]).includes(field) ? loaded(now.contents[i]) : now.contents[i],
  );
  return { ...now, contents };
}

/** A coordinate of loaded records as it is stored. @throws UsageError unless it is a flat column */
export function coordinateColumn(record: RecordLayout, name: string): Column {
  const content = loaded(record.contents[record.fields.indexOf(name)]);
  if (content.kind !== "flat") throw new UsageError(`the coordinate ${name} is not a column`);
  return content.data.slice(0, record.length);
}

/** Replaces the records of a layout; lists around them get handles of their own. */
export function atRecords(layout: Layout, change: (record: RecordLayout) => Layout): Layout {
  switch (layout.kind) {
    case "record":
      return change(layout);
    case "list":
      return {
        kind: "list",
        offsets: shareColumn(layout.offsets),
        content: atRecords(layout.content, change),
      };
    case "option":
      return {
        ...layout,
        index: shareColumn(layout.index),
        content: atRecords(layout.content, change),
      };
    case "regular":
      return { ...layout, content: atRecords(layout.content, change) };
    default:
      throw new UsageError("an array of vectors is needed: make one with vector.zip");
  }
}

/** The quantities of loaded records, from their coordinates as float64. */
export function derivationOf(record: RecordLayout, system: System): Derivation {
  const given = new Map<Coordinate, Column<"float64">>();
  for (const name of coordinatesOf(system)) {
    given.set(name, convert(coordinateColumn(record, name), "float64"));
  }
  return derivation(system, given, record.length);
}

/** A property that is a coordinate of the array, or derived from its coordinates in float64. */
function property(quantity: Quantity): (array: AwkwardArray) => AwkwardArray {
  return (array) => {
    if (array.fields.includes(quantity)) return array.field(quantity);
    const system = systemOfArray(array);
    const layout = loadVectors(array.layout, coordinatesOf(system));
    const made = tidy(() =>
      atRecords(layout, (record) => {
        const data = derivationOf(record, system).get(quantity) as unknown as Column;
        return share({ kind: "flat", data });
      }),
    );
    return new AwkwardArray(made, { metadata: array.metadata });
  };
}

function properties(quantities: Readonly<Record<string, Quantity>>): Properties {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, property(quantity)]),
  );
}

const own = <Q extends Quantity>(...names: Q[]): Record<string, Q> =>
  Object.fromEntries(names.map((name) => [name, name]));

const planar = properties(own("x", "y", "rho", "rho2", "phi"));
const spatial = { ...planar, ...properties(own("z", "theta", "eta", "mag", "mag2")) };
const lorentz = {
  ...spatial,
  ...properties(own("t", "t2", "tau", "tau2", "rapidity")),
};
const planarMomentum = { ...planar, ...properties({ px: "x", py: "y", pt: "rho", pt2: "rho2" }) };
const spatialMomentum = {
  ...spatial,
  ...planarMomentum,
  ...properties({ pz: "z", p: "mag", p2: "mag2" }),
};
const lorentzMomentum = {
  ...lorentz,
  ...spatialMomentum,
  ...properties({ E: "t", e: "t", energy: "t", E2: "t2", e2: "t2", energy2: "t2" }),
  ...properties({ M: "tau", m: "tau", mass: "tau", M2: "tau2", m2: "tau2", mass2: "tau2" }),
  ...properties({ Mt: "mt", mt: "mt", Mt2: "mt2", mt2: "mt2" }),
};

/** Behaviours by record name: `Vector2D` to `Vector4D`, `Momentum2D` to `Momentum4D`. */
export const behaviors: Readonly<Record<string, Behavior>> = {
  Vector2D: { name: "Vector2D", properties: planar },
  Vector3D: { name: "Vector3D", properties: spatial },
  Vector4D: { name: "Vector4D", properties: lorentz },
  Momentum2D: { name: "Momentum2D", properties: planarMomentum },
  Momentum3D: { name: "Momentum3D", properties: spatialMomentum },
  Momentum4D: { name: "Momentum4D", properties: lorentzMomentum },
};
