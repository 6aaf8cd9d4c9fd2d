import { ModelError } from "../errors.ts";
import type { ModifierType, ParameterSpec } from "./spec.ts";

/** The auxiliary measurement that constrains the parameters of a set. */
export type Constraint =
  | {
      readonly kind: "normal";
      readonly auxdata: readonly number[];
      /** Widths, one a parameter. */
      readonly sigmas: readonly number[];
    }
  | {
      readonly kind: "poisson";
      readonly auxdata: readonly number[];
      /** Expected auxiliary events at parameter value 1. */
      readonly factors: readonly number[];
    };

/** The parameters that a modifier name stands for: one, or one a bin. */
export interface ParameterSet {
  readonly name: string;
  /** One parameter that is called by the name itself; else `name[0]`, `name[1]` … */
  readonly scalar: boolean;
  readonly inits: readonly number[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly fixed: readonly boolean[];
  readonly constraint: Constraint | undefined;
}

/** What a modifier asks of the parameters that it needs; `undefined` where the user must say. */
export interface Requirement {
  readonly type: ModifierType;
  readonly scalar: boolean;
  readonly n: number;
  readonly inits: readonly number[] | undefined;
  readonly bounds: readonly (readonly [number, number])[] | undefined;
  readonly fixed: readonly boolean[];
  readonly constraint: "none" | "normal" | "poisson";
  readonly auxdata?: readonly number[] | undefined;
  readonly sigmas?: readonly number[] | undefined;
  readonly factors?: readonly number[] | undefined;
}

/** Settings that some modifier leaves to the user, as lumi does with all of them. */
type Setting = "inits" | "bounds" | "auxdata" | "sigmas" | "factors";
const settings: readonly Setting[] = ["inits", "bounds", "auxdata", "sigmas", "factors"];

/**
 * One set of parameters from what its modifiers ask for and the measurement says.
 *
 * @param requirements  of every type of modifier with this name
 * @throws ModelError when they contradict each other, or a setting has the wrong number of values
 * @see pyhf 0.7.6 parameters/utils.py
 */
export function parameterSet(
  name: string,
  requirements: readonly Requirement[],
  user: ParameterSpec | undefined,
): ParameterSet {
  const [first, ...others] = requirements;
  for (const other of others) {
    const fault = conflict(first, other);
    if (fault !== undefined) {
      throw new ModelError(
        "",
        `two modifiers are called "${name}", a ${first.type} and a ${other.type}, which differ in ` +
          `${fault}: give one of them another name`,
      );
    }
  }
  const given = (key: Setting): readonly unknown[] | undefined => {
    const value = user?.[key];
    const own = first[key];
    if (value === undefined) {
      if (own === undefined && (key in first || key === "inits" || key === "bounds")) {
        throw new ModelError(
          "",
          `the ${first.type} parameter "${name}" needs ${key} among the measurement's parameters`,
        );
      }
      return own;
    }
    if (!(key in first)) {
      throw new ModelError("", `parameter "${name}" (${first.type}) does not use ${key}`);
    }
    if (value.length !== first.n) {
      throw new ModelError(
        "",
        `${key} of parameter "${name}" (${first.type}) has ${value.length} values, not ${first.n}`,
      );
    }
    return value;
  };
  const values = Object.fromEntries(settings.map((key) => [key, given(key)])) as {
    [K in Setting]: never[];
  };
  const fixed =
    user?.fixed === undefined ? first.fixed : first.fixed.map(() => user.fixed === true);
  const auxdata = values.auxdata;
  let constraint: Constraint | undefined;
  if (first.constraint === "normal") {
    const sigmas = values.sigmas ?? new Array<number>(first.n).fill(1);
    constraint = { kind: "normal", auxdata, sigmas };
  } else if (first.constraint === "poisson") {
    constraint = { kind: "poisson", auxdata, factors: values.factors };
  }
  return {
    name,
    scalar: first.scalar,
    inits: values.inits,
    bounds: values.bounds,
    fixed,
    constraint,
  };
}

/** In what two modifiers that share their parameters disagree. */
function conflict(a: Requirement, b: Requirement): string | undefined {
  if (a.constraint !== b.constraint) return `their constraint (${a.constraint}, ${b.constraint})`;
  if (a.n !== b.n) return `the number of parameters (${a.n}, ${b.n})`;
  if (a.scalar !== b.scalar) return "having one parameter, or one for each bin";
  for (const key of [...settings, "fixed"] as const) {
    if (JSON.stringify(a[key]) !== JSON.stringify(b[key])) return key;
  }
  return undefined;
}
