// Classes as streamer infos describe them, and branches of them from their bytes.
import { expect } from "vitest";
import { type ListValue, toList } from "../../src/array/export.ts";
import { schemaOf } from "../../src/root/class-schema.ts";
import { decodeStructured } from "../../src/root/decode-structured.ts";
import type { StreamerElement, StreamerInfo, Streamers } from "../../src/root/jsroot.ts";
import type { StructuredInterpretation } from "../../src/root/structured.ts";
import { parseTypeName } from "../../src/root/typename.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { basketOf } from "./bytes.ts";

type Elements = Partial<StreamerElement>[];

export function info(fName: string, elements: Elements, version = 1, checksum = 0): StreamerInfo {
  const arr = elements.map((element) => ({
    _typename: "TStreamerBasicType",
    fName: "",
    fTitle: "",
    fType: 3,
    fTypeName: "int",
    ...element,
  }));
  return { fName, fClassVersion: version, fCheckSum: checksum, fElements: { arr } };
}

export const int = (
  fName: string,
  more: Partial<StreamerElement> = {},
): Partial<StreamerElement> => ({
  fName,
  ...more,
});
export const float = (fName: string): Partial<StreamerElement> => ({
  fName,
  fType: 5,
  fTypeName: "float",
});
export const base = (fName: string, fBaseVersion = 1): Partial<StreamerElement> => ({
  _typename: "TStreamerBase",
  fName,
  fType: fName === "TObject" ? 66 : 0,
  fTypeName: "BASE",
  fBaseVersion,
});
export const stl = (fName: string, fTypeName: string): Partial<StreamerElement> => ({
  _typename: "TStreamerSTL",
  fName,
  fType: 500,
  fTypeName,
});
export const member = (fName: string, fTypeName: string): Partial<StreamerElement> => ({
  _typename: "TStreamerObjectAny",
  fName,
  fType: 62,
  fTypeName,
});

/** A branch of a type, in a file that describes these classes. */
export function branchOf(
  typename: string,
  infos: readonly StreamerInfo[],
): StructuredInterpretation {
  const streamers = { infos, file: {} } as unknown as Streamers;
  const type = parseTypeName(typename);
  return {
    kind: "structured",
    schema: (versions) => schemaOf(type, true, streamers, versions),
    streamers,
  };
}

/** Entries of a branch, from their bytes; nothing stays in memory. */
export function readBranch(
  branch: StructuredInterpretation,
  typename: string,
  entries: readonly (readonly number[])[],
  { bare = false, from = 0, to = entries.length } = {},
): ListValue[] {
  // In one turn: what other files hold stays what it is.
  const { columns } = memoryUsage();
  const pieces = [{ basket: basketOf(entries, bare), from, to }];
  const layout = decodeStructured(pieces, branch, { path: "f.root:tree;1:branch", typename });
  const values = toList(layout);
  dispose(layout);
  expect(memoryUsage().columns).toBe(columns);
  return values;
}

export function read(
  typename: string,
  entries: readonly (readonly number[])[],
  infos: readonly StreamerInfo[] = [],
  part: { bare?: boolean; from?: number; to?: number } = {},
): ListValue[] {
  return readBranch(branchOf(typename, infos), typename, entries, part);
}
