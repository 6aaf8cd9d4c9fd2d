import type { AwkwardArray } from "../array/array.ts";
import { broadcast } from "../array/broadcast.ts";
import { isLeaf, type Layout, loaded, nameOf } from "../array/layout.ts";
import { UsageError } from "../errors.ts";
import { type Coordinate, coordinatesOf, isCoordinate, type System } from "./coordinates.ts";

/** How the records of an array are vectors. */
export interface Parts {
  readonly system: System;
  /** Fields that hold the coordinates, in the order of the system's. */
  readonly names: readonly string[];
  /** The fields that are not coordinates. */
  readonly others: readonly string[];
  readonly momentum: boolean;
}

/** Spellings of each coordinate, those that are taken first in front. */
const spellings: Readonly<Record<Coordinate, readonly string[]>> = {
  x: ["x", "px"],
  y: ["y", "py"],
  rho: ["rho", "pt"],
  phi: ["phi"],
  z: ["z", "pz"],
  theta: ["theta"],
  eta: ["eta"],
  t: ["t", "E", "e", "energy"],
  tau: ["tau", "M", "m", "mass"],
};

/** Every name of a coordinate. */
const coordinateNames: ReadonlySet<string> = new Set(Object.values(spellings).flat());

const noVectors = "an array of vectors is needed: make one with vector.zip";

/**
 * Which fields of an array's records are its vectors' coordinates. Records that are named, as
 * "Momentum3D", have the dimensions of their name.
 *
 * @throws UsageError for other arrays
 */
export function partsOf(array: AwkwardArray): Parts {
  const { fields } = array;
  const field = (coordinate: Coordinate): string | undefined =>
    spellings[coordinate].find((name) => fields.includes(name));
  const first = (...coordinates: Coordinate[]): Coordinate | undefined =>
    coordinates.find((coordinate) => field(coordinate) !== undefined);
  const has = (...coordinates: Coordinate[]): boolean =>
    coordinates.every((coordinate) => field(coordinate) !== undefined);
  const azimuthal = has("x", "y") ? "xy" : has("rho", "phi") ? "rhophi" : undefined;
  if (azimuthal === undefined) throw new UsageError(noVectors);
  const name = array.behavior?.name ?? "";
  const dimensions = Number(/([234])D$/.exec(name)?.[1] ?? 4);
  const longitudinal = dimensions > 2 ? first("z", "theta", "eta") : undefined;
  const temporal = longitudinal && dimensions > 3 ? first("t", "tau") : undefined;
  const system = { azimuthal, longitudinal, temporal } as System;
  const names = coordinatesOf(system).map((coordinate) => field(coordinate) as string);
  const momentum = name === "" ? names.some((one) => !isCoordinate(one)) : !/^Vector/.test(name);
  const others = fields.filter((one) => !coordinateNames.has(one));
  return { system, names, others, momentum };
}

/**
 * The vectors of an array, in memory: the lists stay; records keep the fields `names`, loaded, and
 * `others`, which may stay lazy.
 */
export function loadVectors(
  layout: Layout,
  names: readonly string[],
  others: readonly string[] = [],
): Layout {
  const now = loaded(layout);
  if (isLeaf(now)) throw new UsageError(`vectors are records, not ${nameOf(now)}`);
  if (now.kind === "list") {
    return { kind: "list", offsets: now.offsets, content: loadVectors(now.content, names, others) };
  }
  if (now.kind !== "record") {
    return { ...now, content: loadVectors(now.content, names, others) };
  }
  const find = (field: string): Layout => now.contents[now.fields.indexOf(field)];
  const contents = [...names.map((field) => loaded(find(field))), ...others.map(find)];
  return { ...now, fields: [...names, ...others], contents };
}

/**
 * Records whose fields are flat columns: where they are lists, or may be missing, the records are so
 * instead. Temporaries are left to the caller's scope.
 */
export function flatRecords(layout: Layout): Layout {
  switch (layout.kind) {
    case "record": {
      const flat = layout.contents.every(({ kind }) => kind === "flat" || kind === "lazy");
      if (flat) return layout;
      return broadcast(layout.contents, (leaves, length) => {
        return { ...layout, contents: leaves as Layout[], length };
      });
    }
    case "list":
      return { kind: "list", offsets: layout.offsets, content: flatRecords(layout.content) };
    case "option":
    case "regular":
      return { ...layout, content: flatRecords(layout.content) };
    default:
      throw new UsageError(noVectors);
  }
}
