import { knownOptions } from "../array/option-names.ts";
import { UnsupportedError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, type BooleanAxis, type Metadata } from "./axis.ts";
import { anyObjectAt, fault, listAt, member, objectAt } from "./json-path.ts";
import {
  type Contents,
  cellCount,
  cellSize,
  checkAxes,
  emptyContents,
  type StorageKind,
} from "./storage.ts";
import { type BinMap, copyCell, identityMap, moved, transfer } from "./transfer.ts";
import {
  type FileAxis,
  readAxis,
  readMetadata,
  readWriterInfo,
  type UhiAxis,
  type WriterInfo,
  writeAxis,
  written,
} from "./uhi-axis.ts";
import { readStorage, type UhiStorage, writeStorage } from "./uhi-storage.ts";

/**
 * A histogram in the interchange format of Scikit-HEP's UHI, schema 1. Numbers may be NaN and
 * infinite, for which JSON has no words: `writeUhi` and `readUhi` use Python's.
 * @see https://uhi.readthedocs.io/en/latest/serialization.html
 */
export interface UhiHistogram {
  readonly uhi_schema: 1;
  readonly writer_info?: WriterInfo;
  readonly metadata?: Metadata;
  readonly axes: readonly UhiAxis[];
  readonly storage: UhiStorage;
}

export interface UhiOptions {
  /** Write only cells that are not empty, with their places. Default false. */
  readonly sparse?: boolean | undefined;
  /**
   * Whose axes are told apart from ours by nothing, where they have neither name nor title: hist numbers
   * those ("Axis 0"), boost-histogram notes nothing of them. Default "hist".
   */
  readonly library?: "hist" | "boost-histogram" | undefined;
}

/** Storages that UHI does not tell apart, by the names that boost-histogram notes. */
const sameTypes: Readonly<Record<string, StorageKind>> = {
  AtomicInt64: "atomicInt64",
  Unlimited: "unlimited",
};

/**
 * The histogram of a UHI document.
 *
 * @param path  where it is, for messages
 * @throws FormatError with the path of the fault, UnsupportedError for another schema
 */
export function fromUhi(json: unknown, path = "$"): Contents {
  const optional = ["uhi_schema", "writer_info", "metadata"];
  const record = objectAt(json, path, ["axes", "storage"], optional);
  const { uhi_schema: version = 1 } = record;
  if (version !== 1) {
    if (typeof version !== "number") fault(`${path}.uhi_schema`, "must be 1");
    throw new UnsupportedError(`${path}.uhi_schema is ${version}; only 1 is known`, "UHI schema");
  }
  const info = readWriterInfo(record.writer_info, `${path}.writer_info`);
  const { _variance_known: known, ...metadata } = readMetadata(record.metadata, `${path}.metadata`);
  const list = listAt(record.axes, `${path}.axes`);
  const axes = list.map((axis, i) => readAxis(axis, `${path}.axes[${i}]`, i));
  const inFile = axes.map(({ axis, ...flow }): Axis => ({ ...axis, ...flow }));
  try {
    checkAxes(inFile);
  } catch (error) {
    fault(`${path}.axes`, `cannot be: ${error instanceof Error ? error.message : error}`, error);
  }
  // Before any memory is asked for.
  cellCount(inFile);
  const extents = inFile.map(axisExtent);
  const { kind, cells } = readStorage(record.storage, extents, `${path}.storage`);
  const storage = storageOf(kind, info);
  const contents = emptyContents(
    axes.map(({ axis }) => axis),
    storage,
  );
  contents.metadata = metadata;
  contents.varianceKnown = known !== false && info.hepwasm?.variance_known !== false;
  place(contents, axes, cells, `${path}.storage`);
  return contents;
}

function storageOf(kind: StorageKind, info: WriterInfo): StorageKind {
  const type = String(info["boost-histogram"]?.storage_type);
  const named = Object.hasOwn(sameTypes, type) ? sameTypes[type] : undefined;
  const whole = (each: StorageKind): boolean => each === "int64" || each === "atomicInt64";
  const alike = kind === "int64" || kind === "double";
  return alike && named !== undefined && whole(named) === whole(kind) ? named : kind;
}

/** Puts the cells of a document into those of a histogram: flow bins may differ. */
function place(
  contents: Contents,
  axes: readonly FileAxis[],
  cells: Float64Array,
  path: string,
): void {
  const { storage } = contents;
  const size = cellSize(storage);
  const maps = axes.map(({ axis, underflow, overflow }): BinMap => {
    const below = Number(underflow);
    const bins = axisSize(axis);
    return Int32Array.from({ length: bins + below + Number(overflow) }, (_, i) => {
      if (i < below) return axis.underflow ? 0 : -1;
      if (i === below + bins && !axis.overflow) return -1;
      return i - below + Number(axis.underflow);
    });
  });
  const from = axes.map(({ axis, ...flow }): Axis => ({ ...axis, ...flow }));
  const extents = contents.axes.map(axisExtent);
  const into = contents.cells.view();
  let kept = 0;
  transfer({ axes: from, cells }, { extents, cells: into }, maps, size, (to, at, source, start) => {
    copyCell(storage)(to, at, source, start);
    for (let i = 0; i < size; i++) kept += Number(source[start + i] !== 0);
  });
  const all = cells.reduce((n, x) => n + Number(x !== 0), 0);
  if (kept !== all) {
    contents.cells.dispose();
    fault(path, "has entries in flow bins that such an axis cannot have");
  }
}

/** A histogram as a UHI document. @see Hist.toUhi */
export function toUhi(contents: Contents, options: UhiOptions = {}): UhiHistogram {
  const { sparse = false, library = "hist" } = knownOptions(
    options,
    ["sparse", "library"],
    "toUhi",
  );
  if (contents.axes.some(isCut)) return uncutUhi(contents, options);
  const { axes, storage, varianceKnown, metadata } = contents;
  const info: Record<string, Metadata> = {
    hepwasm: { format: 1, ...(varianceKnown ? {} : { variance_known: false }) },
  };
  const type = Object.keys(sameTypes).find((name) => sameTypes[name] === storage);
  if (type !== undefined) info["boost-histogram"] = { storage_type: type };
  return {
    uhi_schema: 1,
    writer_info: info,
    ...written("metadata", metadata),
    axes: axes.map((axis, i) => writeAxis(axis, i, library)),
    storage: writeStorage(contents.cells.view(), storage, axes.map(axisExtent), sparse),
  };
}

/** UHI knows true and false together only: the bin that was cut away is empty. */
function uncutUhi(contents: Contents, options: UhiOptions): UhiHistogram {
  const axes = contents.axes.map((axis) => (isCut(axis) ? { ...axis, only: undefined } : axis));
  const maps = contents.axes.map((axis) =>
    isCut(axis) ? Int32Array.of(Number(axis.only)) : identityMap(axis),
  );
  const whole = moved(contents, axes as readonly Axis[], maps);
  try {
    return toUhi(whole, options);
  } finally {
    whole.cells.dispose();
  }
}

function isCut(axis: Axis): axis is BooleanAxis & { readonly only: boolean } {
  return axis.kind === "boolean" && axis.only !== undefined;
}

/**
 * The histograms of a document, by name.
 * @throws FormatError, UnsupportedError
 */
export function namedContents(json: unknown): [name: string, contents: Contents][] {
  if (typeof json === "object" && json !== null && Array.isArray((json as UhiHistogram).axes)) {
    fault("$", "is one histogram, not named ones: Hist.fromUhi reads it");
  }
  const made: [string, Contents][] = [];
  try {
    for (const [name, each] of Object.entries(anyObjectAt(json, "$"))) {
      made.push([name, fromUhi(each, member("$", name))]);
    }
  } catch (error) {
    for (const [, { cells }] of made) cells.dispose();
    throw error;
  }
  return made;
}
