import { type ak, scope, vector } from "hepwasm";
import { close } from "./compare.ts";
import { readJsonLines } from "./jsonl.ts";
import type { Kind, Mismatch, Outcome } from "./report.ts";
import { operation } from "./vector-operations.ts";

const TOLERANCE = 1e-12;

type Coordinates = Readonly<Record<string, number>>;
/** A number (not finite: as text), whether something holds, the components of a vector, an error. */
type Value = number | boolean | string | Readonly<Record<string, number | string>>;

interface VectorCase {
  readonly in: Coordinates;
  readonly props: Readonly<Record<string, Value>>;
  readonly momentum?: Readonly<Record<string, Value>>;
  readonly other?: Coordinates;
  readonly ops?: Readonly<Record<string, Value>>;
}

const sections: ReadonlySet<string> = new Set(["in", "props", "momentum", "other", "ops"]);

/** Names for the momentum of a vector. */
const momentumNames: Readonly<Record<string, string>> = {
  x: "px",
  y: "py",
  z: "pz",
  t: "E",
  tau: "mass",
  rho: "pt",
};

/** Four-vectors and others: every property and operation of one line. */
export const vectors: Kind = async ({ path, wanted }, report) => {
  let i = 0;
  for (const line of readJsonLines<VectorCase>(path)) {
    const name = `#${i++}`;
    if (wanted(name))
      report.add(
        name,
        scope(() => compare(line)),
      );
  }
};

function compare(line: VectorCase): Outcome {
  const unknown = Object.keys(line).find((key) => !sections.has(key));
  if (unknown !== undefined) return failed(unknown, "a known field", "an unknown one");
  const { in: given, props, momentum = {}, other, ops = {} } = line;
  const origin = [given, other ?? {}].some(isOrigin);
  const v = vector.obj(given);
  const w = other === undefined ? undefined : vector.obj(other);
  const scale = largest([given, other ?? {}], w === undefined ? [v] : [v, w]);
  const named = Object.entries(given).map(([key, value]) => [momentumNames[key] ?? key, value]);
  const asMomentum = (): vector.SingleVector => vector.obj(Object.fromEntries(named));
  for (const [name, expected] of Object.entries(props)) {
    const fault = mismatch(name, expected, () => property(v, name), scale, origin);
    if (fault !== undefined) return { kind: "failed", ...fault };
  }
  for (const [name, expected] of Object.entries(momentum)) {
    const fault = mismatch(
      `momentum ${name}`,
      expected,
      () => property(asMomentum(), name),
      scale,
      origin,
    );
    if (fault !== undefined) return { kind: "failed", ...fault };
  }
  for (const [name, expected] of Object.entries(ops)) {
    const fault = mismatch(name, expected, () => operation(name, v, w), scale, origin);
    if (fault !== undefined) return { kind: "failed", ...fault };
  }
  return { kind: "passed" };
}

/**
 * The largest coordinate of vectors, as they are given or as x, y, z and t: what is near the beam has
 * components far beyond its eta or theta.
 */
function largest(given: readonly Coordinates[], vectors: readonly vector.SingleVector[]): number {
  const components = vectors.flatMap((one) => Object.values(plain(one) as Coordinates));
  const sizes = [...given.flatMap(Object.values), ...components].map(Math.abs);
  return Math.max(...sizes.filter(Number.isFinite), 0) || 1;
}

function failed(what: string, expected: unknown, got: unknown): Outcome {
  return { kind: "failed", what, expected, got };
}

/** A property by its name in Python: `transverse_energy` is `transverseEnergy` here. */
function property(v: vector.SingleVector, name: string): unknown {
  const ours = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return v[ours];
}

/**
 * @param scale  largest coordinate; of products its square counts
 * @param origin  whether a vector has no length
 */
function mismatch(
  what: string,
  expected: Value,
  compute: () => unknown,
  scale: number,
  origin: boolean,
): Mismatch | undefined {
  let got: unknown;
  try {
    got = plain(compute());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const wantsError = typeof expected === "string" && expected.startsWith("ERR ");
    return wantsError ? undefined : { what, expected, got: message };
  }
  if (expected === DIVISION && origin && ofEta.has(what) && Number.isFinite(got)) return undefined;
  const size = /2$|^dot$|^cross$/.test(what) ? scale * scale : scale;
  return agree(what, expected, got, size) ? undefined : { what, expected, got };
}

/** A vector as its Cartesian components. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const record = value as ak.Record;
  const dimensions = Number(/([234])D$/.exec(record.array.behavior?.name ?? "")?.[1]);
  const names = ["x", "y", "z", "t"].slice(0, dimensions);
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

/** Python's numbers raise this where NumPy's give infinities or NaN. */
const DIVISION = "ERR ZeroDivisionError";

/**
 * What follows from eta: of a vector of no length, 0 / 0, it is 0 in vector's arrays and here, where
 * Python's numbers raise. The record then cannot tell what the result is.
 */
const ofEta: ReadonlySet<string> = new Set([
  "eta",
  "momentum eta",
  "deltaeta",
  "deltaR",
  "deltaR2",
]);

function isOrigin({ x = 0, y = 0, rho = 0, z = Number.NaN }: Coordinates): boolean {
  return x === 0 && y === 0 && rho === 0 && z === 0;
}

function agree(what: string, expected: Value, got: unknown, scale: number): boolean {
  if (typeof expected === "object") {
    const names = Object.keys(expected);
    const ours = got as Readonly<Record<string, unknown>>;
    if (typeof got !== "object" || names.length !== Object.keys(ours).length) return false;
    return names.every((name) => agree("", expected[name], ours[name], scale));
  }
  if (expected === DIVISION && typeof got === "object") {
    return Object.values(got as object).some((component) => !Number.isFinite(component));
  }
  if (typeof expected === "boolean") return got === expected;
  if (typeof got !== "number") return false;
  if (expected === DIVISION) return !Number.isFinite(got);
  const value = Number(expected);
  if (Number.isNaN(value)) return expected === "NaN" && Number.isNaN(got);
  if (!Number.isFinite(value)) return got === value;
  if (close(value, got, TOLERANCE, scale)) return true;
  const turns = /phi$/.test(what) ? 2 * Math.PI : 0;
  return turns > 0 && close(Math.abs(value - got), turns, TOLERANCE, 1);
}
