import { checkOptionNames } from "../array/option-names.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { forward, type Transform } from "./transform.ts";

/** What a user notes about an axis or a histogram. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** What every axis has. */
interface AxisCommon {
  /** Name used by `fill`, `axis`, `slice`; "" for none. */
  readonly name: string;
  /** Title in figures; the name where none was given, as in hist. */
  readonly label: string;
  /** Whether there is a bin below the first. */
  readonly underflow: boolean;
  /** Whether there is a bin behind the last. */
  readonly overflow: boolean;
  /** Whether values outside add bins. */
  readonly growth: boolean;
  /** Whether the axis closes on itself, as an angle does. */
  readonly circular: boolean;
  readonly metadata?: Metadata;
  /** Name and title as noted elsewhere, where hist would note them otherwise. @see notedNaming */
  readonly noted?: NotedNaming;
}

/** Members of an axis' metadata in hist; boost-histogram has neither. */
export interface NotedNaming {
  readonly name?: string;
  readonly label?: string;
}

/** `bins` intervals of equal width from `start` to `stop`, equal after `transform` if there is one. */
export interface RegularAxis extends AxisCommon {
  readonly kind: "regular";
  readonly bins: number;
  readonly start: number;
  readonly stop: number;
  readonly transform: Transform | undefined;
  /** Transformed start and range: boost-histogram keeps these two, and growth changes them. */
  readonly min: number;
  readonly delta: number;
}

/** Intervals between `edges`, which ascend. */
export interface VariableAxis extends AxisCommon {
  readonly kind: "variable";
  readonly edges: readonly number[];
}

/** One bin for each integer from `start` to `stop - 1`. */
export interface IntegerAxis extends AxisCommon {
  readonly kind: "integer";
  readonly start: number;
  readonly stop: number;
}

/** One bin for each integer of a list. */
export interface IntCategoryAxis extends AxisCommon {
  readonly kind: "intCategory";
  readonly categories: readonly number[];
}

/** One bin for each name of a list. */
export interface StrCategoryAxis extends AxisCommon {
  readonly kind: "strCategory";
  readonly categories: readonly string[];
}

/** Two bins: false, true. */
export interface BooleanAxis extends AxisCommon {
  readonly kind: "boolean";
  /** The bin that is left where the axis was cut to one. */
  readonly only?: boolean;
}

/** An axis of a histogram: a plain record, never changed in place. */
export type Axis =
  | RegularAxis
  | VariableAxis
  | IntegerAxis
  | IntCategoryAxis
  | StrCategoryAxis
  | BooleanAxis;

/** Name and title of an axis. */
export interface AxisNaming {
  readonly name?: string;
  readonly label?: string;
  /** Whatever else is to be known of the axis; it is compared, kept and written with it. */
  readonly metadata?: Metadata;
}

/** What a category axis does with unknown categories. */
export interface CategoryOptions extends AxisNaming {
  /** Add them as bins; there is no overflow then. Default false. */
  readonly growth?: boolean;
  /** Collect them behind the last bin; `flow` is the same. Default true. */
  readonly overflow?: boolean;
  readonly flow?: boolean;
}

/** What an axis of intervals does with values outside. */
export interface IntervalOptions extends AxisNaming {
  /** Both flow bins at once; `underflow` and `overflow` win over it. Default true. */
  readonly flow?: boolean;
  readonly underflow?: boolean;
  readonly overflow?: boolean;
  readonly growth?: boolean;
  readonly circular?: boolean;
}

export interface RegularOptions extends IntervalOptions {
  /** Equal widths in log, sqrt or a power of the value. Not together with the other options. */
  readonly transform?: Transform;
}

const namings = ["name", "label", "metadata"] as const;
const categoryNames = [...namings, "growth", "overflow", "flow"] as const;
const intervalNames = [...namings, "flow", "underflow", "overflow", "growth", "circular"] as const;

/** Bins of an axis, without flow. */
export function axisSize(axis: Axis): number {
  switch (axis.kind) {
    case "regular":
      return axis.bins;
    case "variable":
      return axis.edges.length - 1;
    case "integer":
      return axis.stop - axis.start;
    case "intCategory":
    case "strCategory":
      return axis.categories.length;
    case "boolean":
      return axis.only === undefined ? 2 : 1;
    default:
      return unreachable(axis);
  }
}

/** Bins of an axis with its flow bins. */
export function axisExtent(axis: Axis): number {
  return axisSize(axis) + Number(axis.underflow) + Number(axis.overflow);
}

/**
 * @param bins  1 or more
 * @throws UsageError on an empty or invalid range, or options that exclude each other
 * @see boost_histogram.axis.Regular
 */
export function regularAxis(
  bins: number,
  start: number,
  stop: number,
  options: RegularOptions = {},
): RegularAxis {
  checkOptionNames(options, [...intervalNames, "transform"], "a regular axis");
  if (!(Number.isInteger(bins) && bins > 0)) {
    throw new UsageError(`a regular axis has 1 or more bins, not ${bins}`);
  }
  const { transform } = options;
  const common = intervalOptions(options, "regular");
  if (transform && !(common.underflow && common.overflow && !common.growth && !common.circular)) {
    throw new UsageError("a transformed axis has both flow bins and neither grows nor is circular");
  }
  const min = forward(transform, start);
  const delta = forward(transform, stop) - min;
  if (!Number.isFinite(min) || !Number.isFinite(delta)) {
    throw new UsageError(`a regular axis needs a finite range, not ${start} to ${stop}`);
  }
  if (delta === 0) throw new UsageError(`the range of the axis is empty: ${start} to ${stop}`);
  return { kind: "regular", bins, start, stop, transform, min, delta, ...common };
}

/**
 * @param edges  two or more, ascending
 * @throws UsageError
 * @see boost_histogram.axis.Variable
 */
export function variableAxis(edges: Iterable<number>, options: IntervalOptions = {}): VariableAxis {
  checkOptionNames(options, intervalNames, "a variable axis");
  const list = [...edges];
  if (list.length < 2)
    throw new UsageError(`a variable axis has 2 or more edges, not ${list.length}`);
  for (let i = 1; i < list.length; i++) {
    if (!(list[i - 1] < list[i])) {
      throw new UsageError(
        `edges must ascend: edge ${i} is ${list[i]}, the one before ${list[i - 1]}`,
      );
    }
  }
  return { kind: "variable", edges: list, ...intervalOptions(options, "variable") };
}

/**
 * @throws UsageError unless `start` and `stop` are integers and `start <= stop`
 * @see boost_histogram.axis.Integer
 */
export function integerAxis(
  start: number,
  stop: number,
  options: IntervalOptions = {},
): IntegerAxis {
  checkOptionNames(options, intervalNames, "an integer axis");
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(stop) && start <= stop)) {
    throw new UsageError(`an integer axis has integers start <= stop, not ${start}, ${stop}`);
  }
  const { growth = false, circular = false } = options;
  const common = intervalOptions(options, "integer");
  // Integers are finite: an axis that grows or wraps takes them all.
  const closed = growth || circular;
  const flow = closed ? { underflow: false, overflow: false } : {};
  return { kind: "integer", start, stop, ...common, ...flow };
}

/**
 * @param categories  different integers; may be empty if the axis grows
 * @see boost_histogram.axis.IntCategory
 */
export function intCategoryAxis(
  categories: Iterable<number>,
  options: CategoryOptions = {},
): IntCategoryAxis {
  const list = distinct(categories);
  for (const category of list) {
    if (!Number.isSafeInteger(category)) {
      throw new UsageError(`an integer category axis has integers, not ${category}`);
    }
  }
  return { kind: "intCategory", categories: list, ...categoryOptions(options) };
}

/**
 * @param categories  different names; may be empty if the axis grows
 * @see boost_histogram.axis.StrCategory
 */
export function strCategoryAxis(
  categories: Iterable<string>,
  options: CategoryOptions = {},
): StrCategoryAxis {
  if (typeof categories === "string") {
    throw new UsageError(`a category axis takes a list of names: ["${categories}"]`);
  }
  return { kind: "strCategory", categories: distinct(categories), ...categoryOptions(options) };
}

/** @see boost_histogram.axis.Boolean */
export function booleanAxis(options: AxisNaming = {}): BooleanAxis {
  checkOptionNames(options, namings, "a boolean axis");
  const none = { underflow: false, overflow: false, growth: false, circular: false };
  return { kind: "boolean", ...naming(options), ...none };
}

/** Whether two axes have the same bins, options, name and label. */
export function sameAxis(a: Axis, b: Axis): boolean {
  if (!sameNaming(a, b) || !sameOptions(a, b)) return false;
  switch (a.kind) {
    case "regular":
      return (
        b.kind === "regular" &&
        a.bins === b.bins &&
        a.min === b.min &&
        a.delta === b.delta &&
        a.transform?.kind === b.transform?.kind &&
        powerOf(a.transform) === powerOf(b.transform)
      );
    case "variable":
      return b.kind === "variable" && sameList(a.edges, b.edges);
    case "integer":
      return b.kind === "integer" && a.start === b.start && a.stop === b.stop;
    case "intCategory":
      return b.kind === "intCategory" && sameList(a.categories, b.categories);
    case "strCategory":
      return b.kind === "strCategory" && sameList(a.categories, b.categories);
    case "boolean":
      return b.kind === "boolean" && a.only === b.only;
    default:
      return unreachable(a);
  }
}

/** Whether kind, options, name and label agree, whatever the bins. */
export function sameFamily(a: Axis, b: Axis): boolean {
  return a.kind === b.kind && sameNaming(a, b) && sameOptions(a, b);
}

/** What one axis is called in messages. */
export function axisTitle(axis: Axis, position: number): string {
  return axis.name === "" ? `axis ${position}` : `axis "${axis.name}"`;
}

/** For the default branch of a switch over a union: the compiler shows that it is never taken. */
export function unreachable(value: never): never {
  throw new ShapeError(`impossible case: ${JSON.stringify(value)}`);
}

type Naming = Pick<AxisCommon, "name" | "label" | "metadata" | "noted">;

function naming(options: AxisNaming): Naming {
  const { name = "", label = "", metadata } = options;
  const bare = metadata === undefined || Object.keys(metadata).length === 0;
  const notes = bare ? {} : { metadata };
  if (label === "") return { name, label: name, ...notes };
  // hist tells a title that was given from one that is the name.
  return { name, label, ...notes, ...(label === name ? { noted: { name, label } } : {}) };
}

/** What hist notes of name and title: it numbers an axis that has neither. */
export function notedNaming(axis: Axis, position: number): NotedNaming {
  const { name, label, noted } = axis;
  if (noted !== undefined) return noted;
  if (label === "") return { name, label: `Axis ${position}` };
  return { name, label: label === name ? "" : label };
}

/** An axis with name, title and notes of another. */
export function namedAs<A extends Axis>(axis: A, other: Axis): A {
  const { name, label, metadata, noted } = other;
  const notes = { ...(metadata ? { metadata } : {}), ...(noted ? { noted } : {}) };
  return { ...axis, name, label, ...notes };
}

function intervalOptions(options: IntervalOptions, kind: string): AxisCommon {
  const { flow = true, growth = false, circular = false } = options;
  const { underflow = flow, overflow = flow } = options;
  if (growth && circular) throw new UsageError(`a ${kind} axis is circular or grows, not both`);
  if (kind !== "integer") {
    if (growth && !(underflow && overflow)) {
      throw new UsageError(`a ${kind} axis that grows has both flow bins (for infinities and NaN)`);
    }
    if (circular && !overflow) {
      throw new UsageError(`a circular ${kind} axis has an overflow bin (for infinities and NaN)`);
    }
  }
  // Every finite value falls into a bin of a circular axis; the rest goes to overflow.
  return { ...naming(options), underflow: underflow && !circular, overflow, growth, circular };
}

function categoryOptions(options: CategoryOptions): AxisCommon {
  checkOptionNames(options, categoryNames, "a category axis");
  const { growth = false, flow = true } = options;
  const { overflow = flow } = options;
  const rest = { underflow: false, growth, circular: false };
  return { ...naming(options), ...rest, overflow: overflow && !growth };
}

function distinct<T>(categories: Iterable<T>): T[] {
  const list = [...categories];
  const seen = new Set<T>();
  for (const category of list) {
    if (seen.has(category)) throw new UsageError(`category ${String(category)} is given twice`);
    seen.add(category);
  }
  return list;
}

function sameNaming(a: Axis, b: Axis): boolean {
  return a.name === b.name && a.label === b.label && sameMetadata(a.metadata, b.metadata);
}

function sameMetadata(a: Metadata = {}, b: Metadata = {}): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && Object.is(a[key], b[key]));
}

function sameOptions(a: Axis, b: Axis): boolean {
  return (
    a.underflow === b.underflow &&
    a.overflow === b.overflow &&
    a.growth === b.growth &&
    a.circular === b.circular
  );
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function powerOf(transform: Transform | undefined): number | undefined {
  return transform?.kind === "pow" ? transform.power : undefined;
}
