// Members of objects with the type that a known class has there. Files may be damaged.
import { FormatError } from "../../errors.ts";
import { isNumberArray, isPlainObject, type Members, type PlainObject } from "./value.ts";

function wrong(name: string, what: string, path: string): FormatError {
  return new FormatError(`${path}: the member "${name}" is no ${what}`, { path });
}

/** @throws FormatError */
export function textOf(members: Members, name: string, path: string): string {
  const value = members[name];
  if (typeof value === "string") return value;
  throw wrong(name, "text", path);
}

/** @throws FormatError */
export function numberOf(members: Members, name: string, path: string): number {
  const value = members[name];
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  throw wrong(name, "number", path);
}

/** Numbers of an array member, or of one that is a TArray. @throws FormatError */
export function numbersOf(members: Members, name: string, path: string): Float64Array {
  const values = optionalNumbers(members, name, path);
  if (values !== undefined) return values;
  throw wrong(name, "array of numbers", path);
}

/** As {@link numbersOf}; `undefined` where there is no such member. */
export function optionalNumbers(
  members: Members,
  name: string,
  path: string,
): Float64Array | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  const array = isPlainObject(value) ? value.members.fArray : value;
  if (!isNumberArray(array)) throw wrong(name, "array of numbers", path);
  return Float64Array.from(array as ArrayLike<number | bigint>, Number);
}

/** @throws FormatError */
export function childOf(members: Members, name: string, path: string): PlainObject {
  const value = members[name];
  if (isPlainObject(value)) return value;
  throw wrong(name, "object", path);
}
