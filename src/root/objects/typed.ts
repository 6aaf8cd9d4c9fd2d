import { FormatError } from "../../errors.ts";
import type { Streamers } from "../jsroot.ts";
import { parseTypeName } from "../typename.ts";
import { ObjectBuffer } from "./buffer.ts";
import { bareClassName, ClassRegistry } from "./classes.ts";
import { isCollection, topCollection } from "./collection.ts";
import { graphRecord } from "./graph.ts";
import { histogramRecord } from "./histogram.ts";
import { matrixRecord } from "./matrix.ts";
import { childOf, textOf } from "./members.ts";
import { ObjectReader } from "./reader.ts";
import type { ListRecord, MapRecord, ParameterRecord, RootObject } from "./record.ts";
import { isPlainObject, type PlainObject, type RootValue } from "./value.ts";

/**
 * Reads the object of a key as a typed record.
 *
 * @param bytes  the object, decompressed
 * @param keylen  length of its key
 * @param path  file and key, for messages
 * @throws FormatError when the bytes contradict the streamer infos or the class
 * @throws UnsupportedError for members that are streamed in a way of their own
 */
export function readRootObject(
  streamers: Streamers,
  bytes: Uint8Array,
  keylen: number,
  className: string,
  path: string,
): RootObject {
  const classes = new ClassRegistry(streamers);
  const reader = new ObjectReader(classes, new ObjectBuffer(bytes, keylen, path));
  const type = parseTypeName(bareClassName(className));
  if (!isCollection(type)) return new Typing(classes, path).record(reader.top(className));
  const value = topCollection(reader, type);
  return typeof value === "string"
    ? { kind: "text", className, value, members: {} }
    : { kind: "container", className, value };
}

type Make = (typing: Typing, object: PlainObject) => RootObject;

/** By an ancestor that decides what a class is, the most special first. */
const families: readonly (readonly [ancestor: string, make: Make])[] = [
  ["TH2Poly", (_, object) => other(object)],
  ["TProfile3D", ({ path }, object) => histogramRecord(object, 3, true, path)],
  ["TProfile2D", ({ path }, object) => histogramRecord(object, 2, true, path)],
  ["TProfile", ({ path }, object) => histogramRecord(object, 1, true, path)],
  ["TH3", ({ path }, object) => histogramRecord(object, 3, false, path)],
  ["TH2", ({ path }, object) => histogramRecord(object, 2, false, path)],
  ["TH1", ({ path }, object) => histogramRecord(object, 1, false, path)],
  ["TGraph2D", ({ path }, object) => graphRecord(object, path)],
  ["TGraph", ({ path }, object) => graphRecord(object, path)],
  ["TEfficiency", efficiency],
  ["TList", list],
  ["THashList", list],
  ["TObjArray", list],
  ["TClonesArray", list],
  ["TMap", map],
];

/** Turns objects into typed records: each once, also where lists refer to each other. */
class Typing {
  readonly classes: ClassRegistry;
  readonly path: string;
  readonly #done = new Map<PlainObject, RootObject>();

  constructor(classes: ClassRegistry, path: string) {
    this.classes = classes;
    this.path = path;
  }

  record(object: PlainObject): RootObject {
    const before = this.#done.get(object);
    if (before !== undefined) return before;
    this.#done.set(object, other(object));
    const record = this.#make(object);
    this.#done.set(object, record);
    return record;
  }

  item(value: RootValue | undefined): RootObject | null {
    return isPlainObject(value) ? this.record(value) : null;
  }

  #make(object: PlainObject): RootObject {
    const { className, members } = object;
    const { path } = this;
    for (const [ancestor, make] of families) {
      if (this.classes.derives(className, ancestor)) return make(this, object);
    }
    const bare = bareClassName(className);
    if (bare === "TNamed") {
      const title = textOf(members, "fTitle", path);
      return { kind: "named", className, name: textOf(members, "fName", path), title, members };
    }
    if (bare === "TObjString") {
      return { kind: "text", className, value: textOf(members, "fString", path), members };
    }
    if (/^T(MatrixT(Sym|Sparse)?|VectorT)</.test(bare)) return matrixRecord(object, path);
    if (bare.startsWith("TParameter<")) return parameter(object, path);
    return other(object);
  }
}

function other({ className, members }: PlainObject): RootObject {
  return { kind: "object", className, members };
}

function efficiency(typing: Typing, { className, members }: PlainObject): RootObject {
  const { path } = typing;
  const [passed, total] = ["fPassedHistogram", "fTotalHistogram"].map((name) => {
    const record = typing.record(childOf(members, name, path));
    if (record.kind === "histogram") return record;
    throw new FormatError(`${path}: the member "${name}" is no histogram`, { path });
  });
  const name = textOf(members, "fName", path);
  const title = textOf(members, "fTitle", path);
  return { kind: "efficiency", className, name, title, passed, total, members };
}

function list(typing: Typing, { className, members }: PlainObject): ListRecord {
  const { items, options, fName } = members;
  return {
    kind: "list",
    className,
    name: String(fName ?? ""),
    items: Array.isArray(items) ? items.map((item) => typing.item(item)) : [],
    options: Array.isArray(options) ? options.map(String) : [],
    members,
  };
}

function map(typing: Typing, { className, members }: PlainObject): MapRecord {
  const { items, fName } = members;
  const pairs = Array.isArray(items) ? (items as RootValue[][]) : [];
  return {
    kind: "map",
    className,
    name: String(fName ?? ""),
    entries: pairs.map(([key, value]) => [typing.item(key), typing.item(value)] as const),
    members,
  };
}

function parameter({ className, members }: PlainObject, path: string): ParameterRecord {
  const value = members.fVal;
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
    throw new FormatError(`${path}: a ${className} without a value`, { path });
  }
  return { kind: "parameter", className, name: textOf(members, "fName", path), value, members };
}
