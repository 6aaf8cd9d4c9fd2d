import { HepwasmError } from "../errors.ts";
import {
  type Axis,
  axisSize,
  booleanAxis,
  intCategoryAxis,
  integerAxis,
  type Metadata,
  type NotedNaming,
  notedNaming,
  type RegularAxis,
  regularAxis,
  strCategoryAxis,
  unreachable,
  variableAxis,
} from "./axis.ts";
import { axisEdges } from "./edges.ts";
import {
  anyObjectAt,
  fault,
  flagAt,
  integerAt,
  kindOf,
  listAt,
  member,
  numberAt,
  objectAt,
  textAt,
} from "./json-path.ts";
import type { Transform } from "./transform.ts";

/** An axis as UHI has it. */
export type UhiAxis = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Information of the libraries that wrote a histogram, by their names. */
export type WriterInfo = Readonly<Record<string, Metadata>>;

/** An axis of a document, and which flow bins its data have. */
export interface FileAxis {
  readonly axis: Axis;
  readonly underflow: boolean;
  readonly overflow: boolean;
}

/** Name of boost-histogram's tags: transforms, integers and growth, which UHI has no words for. */
const BOOST = "boost-histogram";
const notes = ["metadata", "writer_info"];
const flows = ["underflow", "overflow", "circular"];

/** The members of each type of axis, besides `notes`. */
const members: Readonly<Record<string, readonly string[]>> = {
  regular: ["type", "lower", "upper", "bins", ...flows],
  variable: ["type", "edges", ...flows],
  category_str: ["type", "categories", "flow"],
  category_int: ["type", "categories", "flow"],
  boolean: ["type"],
};

/**
 * @throws FormatError with the path of the fault
 * @see boost_histogram.serialization
 */
export function readAxis(json: unknown, path: string, position: number): FileAxis {
  const type = textAt(anyObjectAt(json, path).type, `${path}.type`);
  if (!Object.hasOwn(members, type)) {
    fault(`${path}.type`, `is "${type}"; there are ${Object.keys(members).join(", ")}`);
  }
  const record = objectAt(json, path, members[type], notes);
  const info = readWriterInfo(record.writer_info, `${path}.writer_info`);
  const { naming, noted, growth, tags } = notesOf(record, info, path, position);
  const made = (): FileAxis => {
    switch (type) {
      case "regular":
      case "variable":
        return intervals(record, type, { ...naming, growth }, tags, info.hepwasm ?? {}, path);
      case "boolean":
        return { axis: booleanAxis(naming), underflow: false, overflow: false };
      default:
        return categories(record, type === "category_int", { ...naming, growth }, path);
    }
  };
  try {
    const file = made();
    return { ...file, axis: asNoted(file.axis, noted, position) };
  } catch (error) {
    if (error instanceof HepwasmError && error.name !== "FormatError") {
      fault(path, `is no axis: ${error.message}`, error);
    }
    throw error;
  }
}

interface Naming {
  readonly name: string;
  readonly label: string;
  readonly metadata: Metadata;
  readonly growth: boolean;
}

function notesOf(
  record: Record<string, unknown>,
  info: WriterInfo,
  path: string,
  position: number,
) {
  const { name, label, ...rest } = readMetadata(record.metadata, `${path}.metadata`);
  const metadata: Record<string, string | number | boolean> = { ...rest };
  const noted: { name?: string; label?: string } = {};
  // hist keeps both in the metadata; what is no text is somebody else's.
  if (typeof name === "string") noted.name = name;
  else if (name !== undefined) metadata.name = name;
  if (typeof label === "string") noted.label = label;
  else if (label !== undefined) metadata.label = label;
  // The title that hist gives to an axis without one is none.
  const numbered = !noted.name && label === `Axis ${position}`;
  const title = numbered || noted.label === undefined ? "" : noted.label;
  const naming = { name: noted.name ?? "", label: title, metadata };
  const tags = info[BOOST] ?? {};
  return { naming, noted, growth: tags.growth === true, tags };
}

/** The axis with what was noted of its name and title, where hist would have noted something else. */
function asNoted(axis: Axis, noted: NotedNaming, position: number): Axis {
  const { noted: _, ...plain } = axis;
  const { name, label } = notedNaming(plain as Axis, position);
  const same = name === noted.name && label === noted.label;
  return same ? (plain as Axis) : { ...axis, noted };
}

function intervals(
  record: Record<string, unknown>,
  type: "regular" | "variable",
  naming: Naming,
  tags: Metadata,
  own: Metadata,
  path: string,
): FileAxis {
  const underflow = flagAt(record.underflow, `${path}.underflow`);
  const overflow = flagAt(record.overflow, `${path}.overflow`);
  const circular = flagAt(record.circular, `${path}.circular`);
  // A circular axis always has an overflow bin, and one that grows both, for infinities and NaN.
  const options = {
    ...naming,
    circular,
    underflow: underflow || naming.growth,
    overflow: overflow || circular || naming.growth,
  };
  const flow = { underflow, overflow };
  if (type === "variable") {
    const list = dataAt(record.edges, `${path}.edges`);
    const edges = list.map((edge, i) => numberAt(edge, `${path}.edges[${i}]`));
    const transform = transformOf(tags);
    if (transform === undefined) return { axis: variableAxis(edges, options), ...flow };
    const [bins, start, stop] = [tags.bins, tags.lower, tags.upper].map(Number);
    if (bins !== edges.length - 1)
      fault(path, `has ${edges.length - 1} bins, its tag says ${bins}`);
    const { name, label, metadata } = naming;
    const axis = regularAxis(bins, start, stop, { name, label, metadata, transform });
    return { axis: restored(axis, own, path), ...flow };
  }
  const bins = integerAt(record.bins, `${path}.bins`);
  const lower = numberAt(record.lower, `${path}.lower`);
  const upper = numberAt(record.upper, `${path}.upper`);
  if (tags.orig_type === "Integer") {
    if (upper - lower !== bins) fault(`${path}.bins`, `is ${bins}, not ${upper} - ${lower}`);
    const integers = { ...naming, circular, underflow, overflow };
    return { axis: integerAxis(lower, upper, integers), ...flow };
  }
  return { axis: restored(regularAxis(bins, lower, upper, options), own, path), ...flow };
}

/** An axis whose edges do not give its range to the last bit has it in a tag of ours. */
function restored(axis: RegularAxis, own: Metadata, path: string): RegularAxis {
  const { start, stop, min, delta } = own;
  if ([start, stop, min, delta].every((each) => each === undefined)) return axis;
  const near = (a: unknown, b: number): boolean =>
    typeof a === "number" && Math.abs(a - b) <= 1e-9 * (Math.abs(b) + Math.abs(axis.delta));
  const known = near(min, axis.min) && near(delta, axis.delta);
  if (!(known && near(start, axis.start) && near(stop, axis.stop) && delta !== 0)) {
    fault(`${path}.writer_info.hepwasm`, "is not the range of the axis");
  }
  return { ...axis, start, stop, min, delta } as RegularAxis;
}

function categories(
  record: Record<string, unknown>,
  integers: boolean,
  naming: Naming,
  path: string,
): FileAxis {
  const overflow = flagAt(record.flow, `${path}.flow`);
  const list = listAt(record.categories, `${path}.categories`);
  const seen = new Set<unknown>();
  for (const [i, each] of list.entries()) {
    const at = `${path}.categories[${i}]`;
    if (integers) integerAt(each, at);
    else textAt(each, at);
    if (seen.has(each)) fault(at, `is ${kindOf(each)} once more`);
    seen.add(each);
  }
  const axis = integers
    ? intCategoryAxis(list as readonly number[], { ...naming, overflow })
    : strCategoryAxis(list as readonly string[], { ...naming, overflow });
  return { axis, underflow: false, overflow };
}

function transformOf({ transform, power }: Metadata): Transform | undefined {
  if (transform === "log" || transform === "sqrt") return { kind: transform };
  return transform === "pow" && typeof power === "number" ? { kind: "pow", power } : undefined;
}

/** An axis as UHI has it, with boost-histogram's tags for what it has no words for. */
export function writeAxis(axis: Axis, position: number, library: string): UhiAxis {
  return {
    ...bins(axis),
    ...written("writer_info", infoOf(axis)),
    ...written("metadata", noted(axis, position, library)),
  };
}

function bins(axis: Axis): UhiAxis {
  const { underflow, overflow, circular } = axis;
  const flow = { underflow, overflow, circular };
  switch (axis.kind) {
    case "regular": {
      const edges = Array.from(axisEdges(axis));
      if (axis.transform !== undefined) return { type: "variable", edges, ...flow };
      const [lower, upper] = [edges[0], edges[axis.bins]];
      return { type: "regular", lower, upper, bins: axis.bins, ...flow };
    }
    case "variable":
      return { type: "variable", edges: [...axis.edges], ...flow };
    case "integer": {
      const { start: lower, stop: upper } = axis;
      return { type: "regular", lower, upper, bins: axisSize(axis), ...flow };
    }
    case "intCategory":
      return { type: "category_int", categories: [...axis.categories], flow: overflow };
    case "strCategory":
      return { type: "category_str", categories: [...axis.categories], flow: overflow };
    case "boolean":
      return { type: "boolean" };
    default:
      return unreachable(axis);
  }
}

function infoOf(axis: Axis): Record<string, Metadata> {
  const tags: Record<string, string | number | boolean> = {};
  const info: Record<string, Metadata> = {};
  if (axis.kind === "integer") tags.orig_type = "Integer";
  if (axis.growth) tags.growth = true;
  if (axis.kind === "regular") {
    const { transform, start, stop, min, delta } = axis;
    if (transform !== undefined) {
      tags.transform = transform.kind;
      if (transform.kind === "pow") tags.power = transform.power;
      Object.assign(tags, { bins: axis.bins, lower: start, upper: stop });
    }
    const edges = axisEdges(axis);
    const [low, high] = transform === undefined ? [edges[0], edges[axis.bins]] : [start, stop];
    const again = regularAxis(axis.bins, low, high, transform === undefined ? {} : { transform });
    if (again.min !== min || again.delta !== delta) info.hepwasm = { start, stop, min, delta };
  }
  if (Object.keys(tags).length > 0) info[BOOST] = tags;
  return info;
}

/** What was noted of an axis, name and title as hist has them: its axes agree with those it made itself. */
function noted(axis: Axis, position: number, library: string): Metadata {
  const bare = axis.label === "" && axis.noted === undefined && library !== "hist";
  const naming = bare ? {} : notedNaming(axis, position);
  const { name, label } = naming;
  return {
    ...naming,
    ...axis.metadata,
    ...(axis.name !== "" && name ? { name } : {}),
    ...(axis.label !== "" && label ? { label } : {}),
  };
}

/** A member that is left out where it is empty. */
export function written(key: string, value: object): Record<string, object> {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}

/** What a user noted: texts, numbers and flags by name. */
export function readMetadata(json: unknown, path: string): Metadata {
  if (json === undefined) return {};
  const record = anyObjectAt(json, path);
  for (const [key, value] of Object.entries(record)) {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      fault(member(path, key), `must be text, a number or true or false, not ${kindOf(value)}`);
    }
  }
  return record as Metadata;
}

export function readWriterInfo(json: unknown, path: string): WriterInfo {
  if (json === undefined) return {};
  const record = anyObjectAt(json, path);
  for (const [library, info] of Object.entries(record)) {
    readMetadata(info ?? null, member(path, library));
  }
  return record as WriterInfo;
}

/** Data that lie in the document itself. */
export function dataAt(json: unknown, path: string): readonly unknown[] {
  if (typeof json === "string") {
    fault(path, `names data outside of the document ("${json}"), which are not read`);
  }
  return listAt(json, path);
}
