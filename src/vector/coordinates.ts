import { UsageError } from "../errors.ts";

/** Coordinates that fix the transverse part, the longitudinal part, and time or mass. */
export type Azimuthal = "x" | "y" | "rho" | "phi";
export type Longitudinal = "z" | "theta" | "eta";
export type Temporal = "t" | "tau";
export type Coordinate = Azimuthal | Longitudinal | Temporal;

/** Which coordinates a vector is made of. */
export interface System {
  readonly azimuthal: "xy" | "rhophi";
  readonly longitudinal: Longitudinal | undefined;
  readonly temporal: Temporal | undefined;
}

/** Momentum names and aliases of the coordinates, as vector has them. */
export const momentumNames: Readonly<Record<string, Coordinate>> = {
  px: "x",
  py: "y",
  pt: "rho",
  pz: "z",
  E: "t",
  e: "t",
  energy: "t",
  M: "tau",
  m: "tau",
  mass: "tau",
};

/** Coordinates in the order in which records have them. */
export const coordinates: readonly Coordinate[] = [
  "x",
  "y",
  "rho",
  "phi",
  "z",
  "theta",
  "eta",
  "t",
  "tau",
];

export function isCoordinate(name: string): name is Coordinate {
  return (coordinates as readonly string[]).includes(name);
}

/**
 * The system of a set of coordinates.
 * @throws UsageError when they are too few, too many, or do not go together
 */
export function systemOf(names: readonly Coordinate[]): System {
  const has = (...wanted: Coordinate[]): boolean => wanted.every((name) => names.includes(name));
  const azimuthal = names.filter((name) => ["x", "y", "rho", "phi"].includes(name));
  const longitudinal = names.filter((name) => ["z", "theta", "eta"].includes(name));
  const temporal = names.filter((name) => ["t", "tau"].includes(name));
  const allowed =
    azimuthal.length === 2 &&
    (has("x", "y") || has("rho", "phi")) &&
    longitudinal.length <= 1 &&
    temporal.length <= longitudinal.length;
  if (!allowed) {
    throw new UsageError(
      `no vector has the coordinates ${names.join(", ") || "(none)"}: give x y or rho phi (px py or ` +
        "pt phi), then one of z theta eta (pz), then one of t tau (E energy, m mass), each once",
    );
  }
  return {
    azimuthal: has("x", "y") ? "xy" : "rhophi",
    longitudinal: longitudinal[0] as Longitudinal | undefined,
    temporal: temporal[0] as Temporal | undefined,
  };
}

/** Coordinates of a system. */
export function coordinatesOf(system: System): Coordinate[] {
  const { azimuthal, longitudinal, temporal } = system;
  const names: Coordinate[] = azimuthal === "xy" ? ["x", "y"] : ["rho", "phi"];
  if (longitudinal !== undefined) names.push(longitudinal);
  if (temporal !== undefined) names.push(temporal);
  return names;
}
