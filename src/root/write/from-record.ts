import { ShapeError, UnsupportedError, UsageError } from "../../errors.ts";
import { type AxisRecord, labelsOf } from "../objects/axis.ts";
import { inRootOrder } from "../objects/bin-order.ts";
import type { HistogramRecord, ProfileRecord } from "../objects/histogram.ts";
import type { MatrixRecord } from "../objects/matrix.ts";
import type { EfficiencyRecord, RootObject } from "../objects/record.ts";
import {
  isNumberArray,
  type Members,
  type NumberArray,
  type PlainObject,
  type RootValue,
} from "../objects/value.ts";

import { graphObject } from "./from-graph.ts";
import { CONTAINER_VALUE } from "./write-object.ts";

/** What makes a record of itself, as a `Hist` does. */
export interface RecordMaker {
  toRecord(naming: { readonly name: string }): RootObject;
}

/** What `set` writes: a histogram, a record as `get` gives them or as `toRecord` makes one, or a text. */
export type RootWritable = RootObject | RecordMaker | string;

/**
 * The object of a record as it is written. What the record was read with (`members`) stays, as far
 * as its class has it; what the record says itself replaces it.
 *
 * @param name  what the object is to be called
 * @throws UnsupportedError for kinds that cannot be written
 * @throws ShapeError when its arrays do not fit each other
 */
export function objectOf(value: RootWritable, name: string): PlainObject {
  if (typeof value === "string") return { className: "TObjString", members: { fString: value } };
  if (!("kind" in value)) return objectOf(value.toRecord({ name }), name);
  switch (value.kind) {
    case "histogram":
      return { className: histogramClass(value), members: { ...histogramMembers(value, name) } };
    case "profile":
      return { className: value.className, members: profileMembers(value, name) };
    case "graph":
      return graphObject(value, name);
    case "named": {
      const members = { ...value.members, fName: name, fTitle: value.title };
      return { className: value.className, members };
    }
    case "text":
      return textOf(value);
    case "list": {
      const { items, options, members, className } = value;
      const written = items.map((item) => (item === null ? null : objectOf(item, nameOf(item))));
      return { className, members: { ...members, fName: name, items: written, options } };
    }
    case "parameter": {
      const members = { ...value.members, fName: name, fVal: value.value };
      return { className: value.className, members };
    }
    case "efficiency":
      return efficiencyOf(value, name);
    case "matrix":
      return matrixOf(value, name);
    case "map": {
      const { entries, members, className } = value;
      const written = (one: RootObject | null): PlainObject | null =>
        one === null ? null : objectOf(one, nameOf(one));
      const items = entries.map(([key, one]) => [written(key), written(one)]);
      return { className, members: { ...members, fName: name, items } };
    }
    case "container":
      return { className: value.className, members: { [CONTAINER_VALUE]: value.value } };
    case "object":
      return { className: value.className, members: value.members };
    default:
      throw new UnsupportedError(
        `"${name}": a record of kind "${(value satisfies never as RootObject).kind}" cannot be written`,
        name,
      );
  }
}

/** What an object is called by itself. */
function nameOf(value: RootObject): string {
  return "name" in value && typeof value.name === "string" ? value.name : "";
}

function textOf({ className, value, members }: Extract<RootObject, { kind: "text" }>): PlainObject {
  if (className !== "TObjString") return { className, members: { [CONTAINER_VALUE]: value } };
  return { className, members: { ...members, fString: value } };
}

const arrayLetters: Record<HistogramRecord["dtype"], string> = {
  int8: "C",
  int16: "S",
  int32: "I",
  int64: "L",
  float32: "F",
  float64: "D",
};

/** By dimensions and number type: one that was changed in either is of another class. */
function histogramClass({ axes, dtype }: HistogramRecord): string {
  return `TH${axes.length}${arrayLetters[dtype]}`;
}

function contentsOf(values: Float64Array, dtype: HistogramRecord["dtype"]): NumberArray {
  switch (dtype) {
    case "int8":
      return Int8Array.from(values);
    case "int16":
      return Int16Array.from(values);
    case "int32":
      return Int32Array.from(values);
    case "int64":
      // As the others are converted.
      return BigInt64Array.from(values, (one) =>
        BigInt(Number.isFinite(one) ? Math.trunc(one) : 0),
      );
    case "float32":
      return Float32Array.from(values);
    case "float64":
      return values;
    default:
      throw new UsageError(`a histogram has no contents of type ${dtype satisfies never}`);
  }
}

const axisNames = ["fXaxis", "fYaxis", "fZaxis"] as const;

function histogramMembers(
  record: HistogramRecord | ProfileRecord,
  name: string,
): Record<string, RootValue> {
  const { axes, contents, sumw2, members } = record;
  if (axes.length < 1 || axes.length > 3) {
    throw new ShapeError(`"${name}": ROOT has histograms of 1 to 3 axes`, "1 to 3", axes.length);
  }
  const shape = axes.map(({ bins }) => bins + 2);
  const cells = shape.reduce((product, n) => product * n, 1);
  const ordered = cellOrder(name, shape, cells);
  const dtype = record.kind === "profile" ? "float64" : record.dtype;
  const { fEntries, fTsumw, fTsumw2, fTsumwx, fTsumwx2, statistics } = record;
  const out: Record<string, RootValue> = {
    ...members,
    fName: name,
    fTitle: record.title,
    fNcells: cells,
    ...statistics,
    fEntries,
    fTsumw,
    fTsumw2,
    fTsumwx,
    fTsumwx2,
    fSumw2: sumw2 === null ? new Float64Array(0) : ordered(sumw2),
    // Entries that wait to be filled are among the contents that were read.
    fBufferSize: 0,
    fBuffer: null,
    fArray: contentsOf(ordered(contents), dtype),
  };
  for (const [i, member] of axisNames.entries()) {
    const axis = axes[i];
    const plain = { className: "TAxis", members: { fName: `${member[1].toLowerCase()}axis` } };
    out[member] = axis === undefined ? (members[member] ?? plain) : axisObject(axis);
  }
  return out;
}

/** Puts cells into ROOT's order, and checks how many there are. */
function cellOrder(
  name: string,
  shape: readonly number[],
  cells: number,
): (values: Float64Array) => Float64Array {
  return (values) => {
    if (values.length !== cells) {
      throw new ShapeError(
        `"${name}": ${values.length} values for ${shape.join(" x ")} bins with flow`,
        cells,
        values.length,
      );
    }
    return inRootOrder(values, shape);
  };
}

function profileMembers(record: ProfileRecord, name: string): Members {
  const shape = record.axes.map(({ bins }) => bins + 2);
  const ordered = cellOrder(name, shape, record.contents.length);
  const { binEntries, binSumw2, errorMode } = record;
  return {
    ...histogramMembers(record, name),
    fErrorMode: errorMode,
    fBinEntries: ordered(binEntries),
    fBinSumw2: binSumw2 === null ? new Float64Array(0) : ordered(binSumw2),
  };
}

function axisObject(axis: AxisRecord): PlainObject {
  const { name, title, bins, min, max, edges, variable, members } = axis;
  if (edges.length !== bins + 1) {
    throw new ShapeError(`axis "${name}": ${edges.length} edges for ${bins} bins`);
  }
  return {
    className: "TAxis",
    members: {
      ...members,
      fName: name,
      fTitle: title,
      fNbins: bins,
      fXmin: min,
      fXmax: max,
      fXbins: variable ? edges : new Float64Array(0),
      fLabels: labelsMember(axis),
    },
  };
}

/** What was read, if it still says the same. A label has the number of its bin as its unique ID. */
function labelsMember({ labels, bins, members }: AxisRecord): RootValue {
  const before = labelsOf(members, bins);
  if (labels === null) return before === null ? (members.fLabels ?? null) : null;
  if (before !== null && labels.every((label, i) => label === before[i])) {
    return members.fLabels ?? null;
  }
  const items = labels.map((fString, i) => ({
    className: "TObjString",
    members: { "@fUniqueID": i + 1, fString },
  }));
  return { className: "THashList", members: { items } };
}

function efficiencyOf(
  { className, members, title, passed, total }: EfficiencyRecord,
  name: string,
): PlainObject {
  return {
    className,
    members: {
      ...members,
      fName: name,
      fTitle: title,
      fPassedHistogram: objectOf(passed, passed.name),
      fTotalHistogram: objectOf(total, total.name),
    },
  };
}

/** Elements as stored, of the type that the class has. */
function matrixOf(record: MatrixRecord, name: string): PlainObject {
  const { className, rows, columns, elements, storage, members } = record;
  if (storage === "sparse") return sparseOf(record, name);
  const expected = storage === "symmetric" ? (rows * (rows + 1)) / 2 : rows * columns;
  if (elements.length !== expected || (storage === "symmetric" && rows !== columns)) {
    throw new ShapeError(
      `"${name}": a ${className} of ${rows} x ${columns} has ${elements.length} elements`,
      expected,
      elements.length,
    );
  }
  return {
    className,
    members: {
      ...members,
      fNrows: rows,
      fNcols: columns,
      fNelems: rows * columns,
      fElements: className.endsWith("<float>") ? Float32Array.from(elements) : elements,
    },
  };
}

/** Elements that are not zero, with the column of each and where each row's begin, as they were read. */
function sparseOf(record: MatrixRecord, name: string): PlainObject {
  const { className, rows, columns, elements, members } = record;
  const { fRowIndex, fColIndex } = members;
  const lengths = [fRowIndex, fColIndex].map((one) => (isNumberArray(one) ? one.length : 0));
  if (lengths[0] !== rows + 1 || lengths[1] !== elements.length) {
    throw new ShapeError(
      `"${name}": a ${className} of ${rows} rows and ${elements.length} elements has fRowIndex of ` +
        `${lengths[0]} and fColIndex of ${lengths[1]} numbers`,
    );
  }
  return {
    className,
    members: {
      ...members,
      fNrows: rows,
      fNcols: columns,
      fNelems: elements.length,
      fNrowIndex: rows + 1,
      fElements: className.endsWith("<float>") ? Float32Array.from(elements) : elements,
    },
  };
}
