// A schema with the columns that its values go to.
import type { Layout } from "../array/layout.ts";
import type { Column } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import type { Member, ObjectSchema, Schema } from "./schema.ts";

/** A schema node and its columns, by number; -1 where the values are read past. */
export interface Plan {
  readonly schema: Schema;
  /** Values, or bytes of texts. */
  readonly values: number;
  /** Ends of lists and texts. */
  readonly offsets: number;
  /** Of elements, or of the members of an object in their order. */
  readonly parts: readonly Plan[];
  /** Fields of an object, those of its bases included. */
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly plan: Plan;
}

/** A column to be filled. */
export interface Target {
  readonly dtype: DType;
  /** Offsets begin with a 0. */
  readonly isOffsets: boolean;
  /** Bytes in the file of an element, at least. */
  readonly storedBytes: number;
}

/** Gives each leaf and list of a schema its columns; what they are is appended to `targets`. */
export function planOf(schema: Schema, targets: Target[], keep: boolean = true): Plan {
  const plan = { schema, values: -1, offsets: -1, parts: [], fields: [] };
  const add = (dtype: DType, isOffsets: boolean, storedBytes: number): number =>
    keep ? targets.push({ dtype, isOffsets, storedBytes }) - 1 : -1;
  switch (schema.kind) {
    case "number":
      return { ...plan, values: add(schema.dtype, false, itemSize(schema.dtype)) };
    case "packed":
      return { ...plan, values: add(schema.dtype, false, leastBytes(schema)) };
    case "text":
      return { ...plan, offsets: add("int32", true, 1), values: add("uint8", false, 1) };
    case "bits":
      return { ...plan, values: add("uint32", false, 4) };
    case "root-object":
      return schema.identifier ? { ...plan, values: add("uint32", false, 10) } : plan;
    case "list":
    case "rest":
    case "counted":
      return {
        ...plan,
        offsets: add("int32", true, schema.kind === "list" ? 4 : 1),
        parts: [planOf(schema.content, targets, keep)],
      };
    case "array":
      return { ...plan, parts: [planOf(schema.content, targets, keep)] };
    case "object":
      return objectPlan(schema, targets, keep);
    default:
      return plan;
  }
}

/**
 * Fields stand in the order in which their names come first; of members of one name, such as that
 * of a base class which a class hides, the last is the field.
 */
function objectPlan(schema: ObjectSchema, targets: Target[], keep: boolean): Plan {
  const last = new Map<string, number>();
  for (const [i, { name }] of named(schema).entries()) last.set(name, i);
  const plans = new Map<string, Plan>();
  let at = 0;
  const parts = (object: ObjectSchema): Plan[] =>
    object.members.map((member) => {
      if (member.name === undefined) {
        const base = member.schema;
        return base.kind === "object"
          ? { schema: base, values: -1, offsets: -1, parts: parts(base), fields: [] }
          : planOf(base, targets, false);
      }
      const plan = planOf(member.schema, targets, keep && last.get(member.name) === at++);
      plans.set(member.name, plan);
      return plan;
    });
  const own = parts(schema);
  const fields = [...last.keys()].map((name) => ({ name, plan: plans.get(name) as Plan }));
  return { schema, values: -1, offsets: -1, parts: own, fields };
}

function named(schema: ObjectSchema): (Member & { readonly name: string })[] {
  const out: (Member & { readonly name: string })[] = [];
  for (const member of schema.members) {
    if (member.name !== undefined) out.push({ name: member.name, schema: member.schema });
    else if (member.schema.kind === "object") out.push(...named(member.schema));
  }
  return out;
}

/** Bytes that a value takes at least, without frames that may be missing. */
export function leastBytes(schema: Schema): number {
  switch (schema.kind) {
    case "number":
      return itemSize(schema.dtype);
    case "packed":
      return schema.bits > 0 && schema.factor === 0 ? 3 : 4;
    case "text":
      return schema.lengthBytes;
    case "list":
    case "bits":
    case "pointer":
      return 4;
    case "array":
      return Math.min(2 ** 30, schema.size * leastBytes(schema.content));
    case "root-object":
      return 10;
    case "counted":
      return schema.how === "flagged" ? 1 : 0;
    case "skip":
      return schema.bytes;
    case "object": {
      const members = schema.members.reduce((sum, member) => sum + leastBytes(member.schema), 0);
      return Math.min(2 ** 30, members) || (schema.framed ? 6 : 0);
    }
    default:
      return 0;
  }
}

/**
 * The array that the columns hold.
 *
 * @param n  values of the plan: entries, or elements of all lists
 */
export function layoutOf(plan: Plan, columns: readonly Column[], n: number): Layout {
  const { schema, values, offsets, parts, fields } = plan;
  switch (schema.kind) {
    case "number":
    case "packed":
    case "bits":
    case "root-object":
      return { kind: "flat", data: columns[values] };
    case "text":
      return {
        kind: "string",
        offsets: columns[offsets] as unknown as Column<"int32">,
        data: columns[values] as unknown as Column<"uint8">,
      };
    case "list":
    case "rest":
    case "counted": {
      const ends = columns[offsets] as unknown as Column<"int32">;
      const content = layoutOf(parts[0], columns, ends.view()[n]);
      return { kind: "list", offsets: ends, content };
    }
    case "array": {
      const content = layoutOf(parts[0], columns, n * schema.size);
      return { kind: "regular", size: schema.size, length: n, content };
    }
    case "object":
      return {
        kind: "record",
        fields: fields.map(({ name }) => name),
        contents: fields.map((field) => layoutOf(field.plan, columns, n)),
        length: n,
        tuple: schema.tuple,
      };
    default:
      // A member without values: a record without fields.
      return { kind: "record", fields: [], contents: [], length: n };
  }
}
