import type { MemberDescription } from "./class-description.ts";

const encoder = new TextEncoder();

/**
 * The checksum by which ROOT tells versions of a class apart: names and types of its bases and
 * members, and what counts the elements of arrays.
 *
 * @see ROOT's TClass::GetCheckSum, with its latest rules
 */
export function checksumOf(name: string, members: readonly MemberDescription[]): number {
  let sum = 0;
  const number = (value: number): void => {
    sum = (sum * 3 + value) >>> 0;
  };
  const text = (value: string): void => {
    for (const byte of encoder.encode(value)) number(byte);
  };
  text(name);
  for (const { kind, name: base, more } of members) {
    if (kind !== "base") continue;
    text(base);
    number(Number.parseInt(more[1], 16));
  }
  for (const { kind, name: member, typeName, type, dimensions, title } of members) {
    if (kind === "base") continue;
    if (isEnum(kind, type, typeName)) number(1);
    text(member);
    text(typeName);
    for (const length of dimensions) number(length);
    if (title.startsWith("[")) text(title.slice(1, title.indexOf("]")));
  }
  return sum;
}

/** Streamed as an int, under a name of its own. */
function isEnum(kind: MemberDescription["kind"], type: number, typeName: string): boolean {
  return kind === "number" && type === 3 && typeName !== "int";
}
