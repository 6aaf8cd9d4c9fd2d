// Branches of anything but numbers: what lies in an entry is a schema.

import type { DType } from "../wasm/dtype.ts";
import { schemaOf, UnreadableType } from "./class-schema.ts";
import type { Interpreted, UnsupportedInterpretation } from "./interpretation.ts";
import type { StreamerElement, StreamerInfo, Streamers } from "./jsroot.ts";
import type { RawBranch } from "./metadata.ts";
import { packing } from "./packed-float.ts";
import { leastBytes } from "./plan.ts";
import type { Counter, Member, Schema } from "./schema.ts";
import { showTypeName, type TypeName } from "./typename.ts";

/** Texts, objects, collections of anything. uproot: AsObjects, AsStrings, AsStridedObjects, AsDouble32. */
export interface StructuredInterpretation {
  readonly kind: "structured";
  /**
   * What lies in an entry.
   * @param versions  streamer infos of the classes whose objects are not of the newest version
   * @throws UnreadableType
   */
  readonly schema: (versions: ReadonlyMap<string, StreamerInfo>) => Schema;
  /** For lists of elements of fixed size: the leaf that holds the lengths, and bytes of an element. */
  readonly counted?: { readonly counter: string; readonly bytes: number } | undefined;
  readonly streamers?: Streamers | undefined;
}

/** A text per entry behind its length; old ROOT wrote nothing for an empty one (TLeafC::ReadBasket). */
export function structuredText(): StructuredInterpretation {
  const schema: Schema = { kind: "text", lengthBytes: 0, framed: false };
  return { kind: "structured", schema: () => schema };
}

/** `Double32_t` and `Float16_t`: one, an array, or a list per entry. */
export function structuredPacked(
  type: "Double32_t" | "Float16_t",
  title: string,
  dims: readonly number[],
  counter: string | undefined,
): StructuredInterpretation {
  return oneOrList(inDims(packing(type, title), dims), counter);
}

/** Bits of a TObject, or a list of them. */
export function structuredBits(counter: string | undefined): StructuredInterpretation {
  return oneOrList({ kind: "bits" }, counter);
}

function oneOrList(element: Schema, counter: string | undefined): StructuredInterpretation {
  if (counter === undefined) return { kind: "structured", schema: () => element };
  const schema: Schema = { kind: "rest", content: element, framed: false };
  const counted = { counter, bytes: leastBytes(element) };
  return { kind: "structured", schema: () => schema, counted };
}

/** Numbers of a leaf list: one, an array, or as many as `counter` says; it may count others itself. */
export function leafSchema(
  dtype: DType,
  dims: readonly number[],
  counter: Counter | undefined,
  counts: Counter | undefined,
): Schema {
  const content = inDims({ kind: "number", dtype, counter: counts }, dims);
  if (counter === undefined) return content;
  return { kind: "counted", content, counter, how: "plain", framed: false };
}

/** Members one after another. */
export function structuredRecord(members: readonly Member[]): StructuredInterpretation {
  const schema: Schema = {
    ...{ kind: "object", className: "", framed: false, version: -1, checksum: 0 },
    members,
  };
  return { kind: "structured", schema: () => schema };
}

/** What an object branch says of itself. */
export interface ObjectBranch {
  readonly branch: RawBranch;
  readonly type: TypeName;
  readonly element: StreamerElement | undefined;
  readonly dims: readonly number[];
  readonly streamers: Streamers;
}

/** Types of branches (TBranchElement::fType) that hold one member of all objects in a collection. */
const MEMBER_OF_CLONES = 31;
const MEMBER_OF_COLLECTION = 41;
/** TVirtualStreamerInfo::kTString. */
const STRING = 65;

/** Objects that are not numbers. */
export function structuredObject(object: ObjectBranch): Interpreted {
  const { branch, type, dims, streamers } = object;
  const several = severalOf(branch, dims);
  const typename =
    showTypeName(type) + (several ? "[]" : "") + dims.map((size) => `[${size}]`).join("");
  const interpretation: StructuredInterpretation = {
    kind: "structured",
    schema: (versions) => entrySchema(object, several, versions),
    streamers,
  };
  try {
    interpretation.schema(new Map());
  } catch (error) {
    if (!(error instanceof UnreadableType)) throw error;
    const reason: UnsupportedInterpretation = { kind: "unsupported", reason: error.message };
    return { interpretation: reason, typename };
  }
  return { interpretation, typename };
}

/** Whether an entry holds elements to its end. */
function severalOf(branch: RawBranch, dims: readonly number[]): boolean {
  return isMemberOfMany(branch) || dims.length > 0;
}

/** Whether an entry holds a member of all objects in a collection. */
export function isMemberOfMany({ fType }: RawBranch): boolean {
  return fType === MEMBER_OF_CLONES || fType === MEMBER_OF_COLLECTION;
}

function entrySchema(
  { branch, type, element, dims, streamers }: ObjectBranch,
  several: boolean,
  versions: ReadonlyMap<string, StreamerInfo>,
): Schema {
  if (branch.fStreamerType === STRING) {
    const text: Schema = { kind: "text", lengthBytes: 1, framed: false };
    return several ? { kind: "rest", content: inDims(text, dims), framed: false } : text;
  }
  const value = { ...type, pointers: isInline(element) ? 0 : type.pointers };
  if (branch._typename === "TBranchObject") {
    const content = schemaOf(value, true, streamers, versions);
    return named(content);
  }
  if (!several) return schemaOf(value, true, streamers, versions);
  const content = schemaOf(value, false, streamers, versions);
  // Collections and texts of all objects are in one frame, objects each in their own.
  const framed = content.kind === "list" || content.kind === "text";
  return { kind: "rest", content: inDims(content, dims), framed };
}

/** `T*` with the comment `//->`: the object itself is stored. */
function isInline(element: StreamerElement | undefined): boolean {
  return element?.fType === 63 || element?.fType === 68;
}

/** Behind the name of its class. */
function named(content: Schema): Schema {
  if (content.kind !== "object") return content;
  const members = [{ schema: { kind: "class-name" } as const }, { schema: content }];
  return { ...content, framed: false, version: -1, checksum: 0, members };
}

function inDims(content: Schema, dims: readonly number[]): Schema {
  let schema = content;
  for (const size of [...dims].reverse()) {
    schema = { kind: "array", size, content: schema, framed: false };
  }
  return schema;
}
