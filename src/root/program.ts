// A plan as instructions for the kernel `root_program`.
import { itemSize } from "../wasm/dtype.ts";
import * as op from "./opcodes.ts";
import { leastBytes, type Plan, planOf, type Target } from "./plan.ts";
import type { ArraySchema, CountedSchema, ListSchema, PackedSchema, Schema } from "./schema.ts";

/** How the bytes of entries become columns. */
export interface Program {
  readonly words: Int32Array;
  readonly plan: Plan;
  readonly targets: readonly Target[];
  /** Names of the classes whose versions are checked, by their number in the instructions. */
  readonly classes: readonly string[];
  /** What the first two bytes are where objects have their version in front, and no byte count. */
  readonly bareVersion: number | undefined;
}

/** What is known of the frames of objects. */
export interface Frames {
  /** The object of an entry lacks its own. */
  readonly frameless?: boolean;
  /** Objects without a frame have their version in front, as streamers of their own may write it. */
  readonly versioned?: boolean;
}

/** Counters of a program, more than any class has. */
class TooManyCounters extends Error {}

interface Emitter {
  readonly words: number[];
  readonly classes: string[];
  readonly registers: Map<object, number>;
  readonly versioned: boolean;
}

/** Compiles a schema; `undefined` where it has more counters than there are registers. */
export function compile(
  schema: Schema,
  { frameless = false, versioned = false }: Frames = {},
): Program | undefined {
  const targets: Target[] = [];
  const plan = planOf(schema, targets);
  const emitter: Emitter = { words: [], classes: [], registers: new Map(), versioned };
  try {
    emitEntry(plan, frameless, emitter);
  } catch (error) {
    if (error instanceof TooManyCounters) return undefined;
    throw error;
  }
  const words = Int32Array.from(emitter.words);
  const bareVersion = versioned ? undefined : versionOf(schema);
  return { words, plan, targets, classes: emitter.classes, bareVersion };
}

/** The version of the first object of an entry. */
function versionOf(schema: Schema): number | undefined {
  const first = schema.kind === "rest" ? schema.content : schema;
  return first.kind === "object" && first.framed && first.version > 0 ? first.version : undefined;
}

/** An instruction, and the bodies that it runs: their lengths are its last words. */
function add(to: Emitter, words: readonly number[], ...bodies: (() => void)[]): void {
  to.words.push(...words);
  const lengths = to.words.length;
  for (const _ of bodies) to.words.push(0);
  for (const [i, body] of bodies.entries()) {
    const start = to.words.length;
    body();
    to.words[lengths + i] = to.words.length - start;
  }
}

/** Not read by a class, so any version will do. */
const ANY_CLASS = [-1, -1, 0] as const;

/** An object of an entry of its own may lack its frame, while its first member has one. */
function emitEntry(plan: Plan, frameless: boolean, to: Emitter): void {
  const { schema, parts } = plan;
  if (schema.kind !== "object" || !schema.framed) {
    emit(plan, to);
    return;
  }
  const members = (): void => {
    for (const part of parts) emit(part, to);
  };
  if (frameless) members();
  else {
    const kind = to.versioned ? op.VERSIONED : op.OUTERMOST;
    add(to, [op.FRAME, ...classOf(schema, to), kind], members);
  }
}

/** One value. */
function emit(plan: Plan, to: Emitter): void {
  const { schema, values, offsets, parts } = plan;
  switch (schema.kind) {
    case "number": {
      const size = itemSize(schema.dtype);
      if (schema.counter === undefined) add(to, [op.NUMBER, size, values]);
      else add(to, [op.COUNTER, size, values, register(schema.counter, to)]);
      return;
    }
    case "packed":
      emitPacked(schema, values, 1, to);
      return;
    case "text":
      inFrame(schema.framed, to, () => add(to, [op.TEXT, schema.lengthBytes, offsets, values]));
      return;
    case "list":
      collection(schema.framed, schema.content, to, {
        whole: () => emitWhole(plan, to),
        split: () => emitSplit(plan, to),
      });
      return;
    case "rest": {
      const inner = parts[0];
      collection(schema.framed, elementOf(schema.content), to, {
        whole: () => add(to, [op.REST, offsets], () => emit(inner, to)),
        split: () => add(to, [op.REST, offsets], () => emitSplit(inner, to)),
      });
      return;
    }
    case "counted":
      emitCounted(schema, plan, to);
      return;
    case "array":
      emitArray(schema, parts[0], to);
      return;
    case "object": {
      const members = (): void => {
        for (const part of parts) emit(part, to);
      };
      const kind = to.versioned ? op.VERSIONED : op.FRAMED;
      if (schema.framed) add(to, [op.FRAME, ...classOf(schema, to), kind], members);
      else members();
      return;
    }
    case "opaque":
      add(to, [op.FRAME, ...ANY_CLASS, op.OPAQUE], () => {});
      return;
    case "root-object":
      add(to, [op.OBJECT, values]);
      return;
    case "bits":
      add(to, [op.BITS, values]);
      return;
    case "pointer":
      add(to, [op.POINTER]);
      return;
    case "skip":
      add(to, [op.SKIP, schema.bytes]);
      return;
    case "class-name":
      add(to, [op.CLASS_NAME]);
      return;
    default:
      schema satisfies never;
  }
}

/** The values of a member of all elements of a collection that is stored member by member. */
function emitEach(plan: Plan, to: Emitter): void {
  const { schema, values } = plan;
  switch (schema.kind) {
    case "number":
      if (schema.counter !== undefined) break;
      add(to, [op.EACH_NUMBER, itemSize(schema.dtype), values]);
      return;
    case "packed":
      emitPacked(schema, values, -1, to);
      return;
    // One frame is around the texts or collections of all elements.
    case "text":
      inFrame(schema.framed, to, () => add(to, [op.EACH], () => emit(unframed(plan), to)));
      return;
    case "list":
      collection(schema.framed, schema.content, to, {
        whole: () => add(to, [op.EACH], () => emitWhole(plan, to)),
        split: () => add(to, [op.EACH], () => emitSplit(plan, to)),
      });
      return;
    case "array":
      if (!schema.framed) break;
      collection(true, elementOf(schema.content), to, {
        whole: () => add(to, [op.EACH], () => emit(unframed(plan), to)),
        split: () => add(to, [op.EACH], () => emitSplit(plan, to)),
      });
      return;
    case "counted":
    case "rest":
    case "opaque":
      add(to, [op.FAIL, op.SPLIT]);
      return;
    default:
  }
  add(to, [op.EACH], () => emit(plan, to));
}

/**
 * Members of elements that are stored member by member; members of bases are among them, but for a
 * TNamed, for which ROOT calls its own streamer.
 */
function emitMembers(plan: Plan, to: Emitter): void {
  if (plan.schema.kind !== "object") {
    add(to, [op.FAIL, op.SPLIT]);
    return;
  }
  for (const [i, part] of plan.parts.entries()) {
    const { schema } = part;
    const isBase = plan.schema.members[i].name === undefined && schema.kind === "object";
    if (isBase && schema.className !== "TNamed") emitMembers(part, to);
    else emitEach(part, to);
  }
}

/** A count and whole elements. */
function emitWhole({ offsets, parts: [content] }: Plan, to: Emitter): void {
  const { schema, values } = content;
  if (schema.kind === "number" && schema.counter === undefined) {
    add(to, [op.NUMBER_LIST, offsets, itemSize(schema.dtype), values]);
  } else add(to, [op.LIST, offsets, elementBytes(schema)], () => emit(content, to));
}

/** What a collection holds, or those in an array of them: one frame is around all. */
function elementOf(schema: Schema): Schema {
  if (schema.kind === "array") return elementOf(schema.content);
  return schema.kind === "list" ? schema.content : schema;
}

/** A count, then the elements member by member; of an array of collections, one after another. */
function emitSplit({ schema, offsets, parts: [content] }: Plan, to: Emitter): void {
  if (schema.kind === "array") {
    add(to, [op.REPEAT, schema.size], () => emitSplit(content, to));
    return;
  }
  if (schema.kind !== "list" || content.schema.kind !== "object") {
    add(to, [op.FAIL, op.SPLIT]);
    return;
  }
  add(to, [op.SPLIT_LIST, offsets, elementBytes(content.schema)], () => emitMembers(content, to));
}

/** No element is nothing: that bounds the count. */
function elementBytes(schema: Schema): number {
  return Math.max(1, leastBytes(schema));
}

function emitCounted(schema: CountedSchema, plan: Plan, to: Emitter): void {
  const kinds = { plain: op.PLAIN, flagged: op.FLAGGED, triangle: op.TRIANGLE };
  const words = [op.COUNTED, plan.offsets, register(schema.counter, to), kinds[schema.how]];
  inFrame(schema.framed, to, () => add(to, words, () => emitEach(plan.parts[0], to)));
}

function emitArray({ size, content, framed }: ArraySchema, plan: Plan, to: Emitter): void {
  if (content.kind === "number") {
    add(to, [op.NUMBERS, itemSize(content.dtype), plan.values, size]);
  } else if (content.kind === "packed") emitPacked(content, plan.values, size, to);
  else {
    collection(framed, elementOf(content), to, {
      whole: () => add(to, [op.REPEAT, size], () => emit(plan, to)),
      split: () => add(to, [op.REPEAT, size], () => emitSplit(plan, to)),
    });
  }
}

function emitPacked(
  { dtype, bits, factor, low }: PackedSchema,
  values: number,
  count: number,
  to: Emitter,
): void {
  const doubles = new Int32Array(Float64Array.of(factor, low).buffer);
  add(to, [op.PACKED, itemSize(dtype), values, bits, count, ...doubles]);
}

function inFrame(framed: boolean, to: Emitter, body: () => void): void {
  if (framed) add(to, [op.FRAME, ...ANY_CLASS, op.FRAMED], body);
  else body();
}

function unframed(plan: Plan): Plan {
  return { ...plan, schema: { ...plan.schema, framed: false } as Schema };
}

function collection(
  framed: boolean,
  content: ListSchema["content"],
  to: Emitter,
  { whole, split }: { readonly whole: () => void; readonly split: () => void },
): void {
  if (framed) add(to, [op.COLLECTION, ...classOf(content, to)], whole, split);
  else whole();
}

/** Number, version and checksum of a class. */
function classOf(schema: Schema, to: Emitter): readonly number[] {
  if (schema.kind !== "object" || schema.version < 0) return ANY_CLASS;
  let id = to.classes.indexOf(schema.className);
  if (id < 0) id = to.classes.push(schema.className) - 1;
  return [id, schema.version, schema.checksum | 0];
}

function register(counter: object, to: Emitter): number {
  let found = to.registers.get(counter);
  if (found === undefined) {
    found = to.registers.size;
    if (found === op.REGISTERS) throw new TooManyCounters();
    to.registers.set(counter, found);
  }
  return found;
}
