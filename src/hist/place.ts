import { NotFoundError, UsageError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, unreachable } from "./axis.ts";
import { codeOf } from "./locate.ts";
import type { BinIndex, Place } from "./locators.ts";

/** The place of a bin with the flow bins counted. @throws UsageError, NotFoundError */
export function pickPlace(axis: Axis, index: BinIndex, title: string): number {
  const size = axisSize(axis);
  let bin: number;
  if (typeof index === "number") {
    if (!Number.isInteger(index)) {
      throw new UsageError(`${title}: bin ${index} is not an integer; loc(${index}) finds a value`);
    }
    if (index < -size || index >= size) {
      throw new UsageError(`${title} has ${size} bins: there is no bin ${index}`);
    }
    bin = index < 0 ? index + size : index;
  } else {
    bin = binOf(axis, placeOf(index), title);
  }
  const place = bin + Number(axis.underflow);
  if (place < 0 || place >= axisExtent(axis)) {
    throw new UsageError(`${title} has no bin ${bin < 0 ? "below the first" : "behind the last"}`);
  }
  return place;
}

function placeOf(index: string | Place): Place {
  return typeof index === "string" ? { kind: "loc", value: index, offset: 0 } : index;
}

/**
 * The bin of a place: -1 is underflow, the number of bins is overflow.
 * @throws NotFoundError on a category that there is not: it would be any of those in overflow
 */
function binOf(axis: Axis, place: Place, title: string): number {
  const size = axisSize(axis);
  switch (place.kind) {
    case "at":
      return Number(place.value) + place.offset;
    case "underflow":
      return -1 + place.offset;
    case "overflow":
      return size + place.offset;
    case "loc": {
      const code = codeOf(axis, place.value);
      if (code === -2 && (axis.kind === "strCategory" || axis.kind === "intCategory")) {
        const known = axis.categories.map(String);
        throw new NotFoundError("category", String(place.value), known, title);
      }
      return (code === -2 ? size : code) + place.offset;
    }
    default:
      return unreachable(place.kind);
  }
}

/** A bound of a range: numbers count from the end where negative, and are cut to the axis. */
export function boundOf(axis: Axis, index: BinIndex, title: string): number {
  const size = axisSize(axis);
  if (typeof index !== "number") return binOf(axis, placeOf(index), title);
  if (!Number.isInteger(index)) {
    throw new UsageError(`${title}: bin ${index} is not an integer; loc(${index}) finds a value`);
  }
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}
