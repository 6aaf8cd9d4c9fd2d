import {
  AxisError,
  DTypeError,
  NotFoundError,
  OverflowError,
  PositionError,
  ShapeError,
  UnsupportedError,
  UsageError,
} from "../../../src/errors.ts";

/** Python's kinds of error that each class of ours stands for; the more special classes first. */
const kinds: readonly [new (...args: never[]) => Error, readonly string[]][] = [
  [UnsupportedError, []],
  [NotFoundError, ["IndexError"]],
  [PositionError, ["IndexError", "AxisError"]],
  [OverflowError, ["OverflowError"]],
  [ShapeError, ["ValueError", "AxisError"]],
  // NumPy's AxisError is a ValueError and an IndexError.
  [AxisError, ["ValueError", "IndexError", "AxisError"]],
  [DTypeError, ["TypeError"]],
  [UsageError, ["ValueError"]],
];

/** Whether an error of ours is of the peer's kind. */
export function isOfKind(error: unknown, expected: string): boolean {
  for (const [type, names] of kinds) if (error instanceof type) return names.includes(expected);
  return false;
}
