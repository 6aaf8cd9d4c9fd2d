import { UnsupportedError } from "../../errors.ts";
import { classTable } from "./class-table.ts";

/** A base class or member of a class, as a TStreamerElement describes it. */
export interface MemberDescription {
  readonly kind: "base" | "number" | "array" | "string" | "object" | "any" | "pointer" | "stl";
  readonly name: string;
  readonly typeName: string;
  /** ROOT's number of the type. */
  readonly type: number;
  /** Bytes in ROOT's memory. */
  readonly size: number;
  /** Of a fixed array. */
  readonly dimensions: readonly number[];
  /** Of what the kind needs besides, as the table has it. */
  readonly more: readonly string[];
  readonly title: string;
}

/** A class that can be written. */
export interface ClassDescription {
  readonly name: string;
  readonly version: number;
  readonly checksum: number;
  readonly members: readonly MemberDescription[];
}

type Open = ClassDescription & { readonly members: MemberDescription[] };

/** Parses lines of the form of {@link classTable}. */
export function parseClasses(table: string): ReadonlyMap<string, ClassDescription> {
  const out = new Map<string, Open>();
  let current: Open | undefined;
  for (const line of table.trim().split("\n")) {
    const parts = line.trim().split("|");
    if (!line.startsWith(" ")) {
      const [name, version, checksum] = parts;
      current = {
        name,
        version: Number(version),
        checksum: Number.parseInt(checksum, 16),
        members: [],
      };
      out.set(name, current);
      continue;
    }
    const [kind, name, typeName, type, size, more, title] = parts;
    const fixed = kind === "number" && more !== "";
    current?.members.push({
      kind: kind as MemberDescription["kind"],
      name,
      typeName: kind === "base" ? "BASE" : typeName,
      type: Number(type),
      size: Number(size),
      dimensions: fixed ? more.split("x").map(Number) : [],
      more: fixed || more === "" ? [] : more.split(":"),
      title,
    });
  }
  return out;
}

const classes = parseClasses(classTable);

/** @throws UnsupportedError for a class that cannot be written */
export function describeClass(name: string): ClassDescription {
  const found = classes.get(name);
  if (found !== undefined) return found;
  throw new UnsupportedError(`objects of class ${name} cannot be written`, name);
}

/** The classes given and all that they are made of, each once, what is needed first. */
export function withParts(names: Iterable<string>): ClassDescription[] {
  const out = new Map<string, ClassDescription>();
  const visit = (name: string): void => {
    // ROOT describes nothing of a symmetric matrix but its base.
    const found = classes.get(name.replace(/^TMatrixTSym</, "TMatrixTBase<"));
    if (found === undefined || out.has(found.name)) return;
    out.set(found.name, found);
    for (const member of found.members) {
      // Of a container, what it holds.
      const inner = member.typeName.replace(/\*+$/, "").replace(/^vector<(.*?) ?>$/, "$1");
      visit(member.kind === "base" ? member.name : inner);
    }
  };
  for (const name of names) visit(name);
  return [...out.values()].reverse();
}
