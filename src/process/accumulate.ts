import { AwkwardArray } from "../array/array.ts";
import { concatenate } from "../array/concatenate.ts";
import { loadInPlace } from "../array/load.ts";
import { UsageError } from "../errors.ts";
import { columnsIn, ownedIn } from "../wasm/scope.ts";

/** An accumulator with its own way of adding, such as `Hist`. */
export interface Mergeable<T = unknown> {
  /** Adds `other`, which is not used afterwards, to this. */
  addInPlace(other: T): unknown;
}

/**
 * A class of accumulators of the user's own that may leave their thread: in threads, in checkpoints,
 * on other machines. `Processor.accumulators` lists them.
 */
export interface AccumulatorClass<T extends SendableAccumulator = SendableAccumulator> {
  readonly name: string;
  readonly prototype: T;
  new (...args: never[]): T;
  /** The object of what `toPlain` gave. */
  fromPlain(plain: unknown): T;
}

/** An object of an {@link AccumulatorClass}. */
export interface SendableAccumulator extends Mergeable<never> {
  /** Its content in numbers, strings, histograms, arrays, and records, lists, sets and maps of them. */
  toPlain(): unknown;
}

/**
 * The sum of two accumulators, as results of chunks are summed:
 *
 * - numbers and BigInts add;
 * - objects with `addInPlace` (`Hist`) add in place, the right one is freed;
 * - records and maps merge by key: keys of either, the left's first;
 * - lists, typed arrays and `ak.Array`s are joined, left then right; sets are united;
 * - equal strings, booleans and nulls stay as they are; `undefined` gives way.
 *
 * The left accumulator is used up, the right one too.
 *
 * @param path  how messages name the accumulator
 * @throws UsageError naming the place where the two do not fit: `out.MC: Hist and number`
 * @see coffea.processor.accumulate
 */
export function merge<T>(left: T, right: T, path = "out"): T {
  return mergeValues(left, right, path) as T;
}

function mergeValues(left: unknown, right: unknown, path: string): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left === "bigint" && typeof right === "bigint") return left + right;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    if (left === right && isConstant(left)) return left;
    if (isConstant(left) && isConstant(right) && typeof left === typeof right) {
      throw mismatch(path, show(left), show(right), "only equal values merge");
    }
    throw mismatch(path, nameOf(left), nameOf(right));
  }
  if (!(left instanceof AwkwardArray) && isMergeable(left)) {
    if (!isMergeable(right) || nameOf(left) !== nameOf(right)) {
      throw mismatch(path, nameOf(left), nameOf(right));
    }
    return addInPlace(left, right, path);
  }
  if (nameOf(left) !== nameOf(right)) throw mismatch(path, nameOf(left), nameOf(right));
  if (left instanceof AwkwardArray) return joinArrays(left, right as AwkwardArray, path);
  if (Array.isArray(left)) return left.concat(right);
  if (left instanceof Set) return new Set([...left, ...(right as Set<unknown>)]);
  if (left instanceof Map) return mergeMaps(left, right as Map<unknown, unknown>, path);
  if (isTyped(left)) return join(left, right as typeof left);
  if (isPlain(left) && isPlain(right)) return mergeRecords(left, right, path);
  throw new UsageError(
    `${path}: objects of class ${nameOf(left)} cannot be merged; give them a method ` +
      "addInPlace(other), or return numbers, histograms, records, maps, sets, lists or typed arrays",
  );
}

function addInPlace(left: Mergeable, right: Mergeable, path: string): Mergeable {
  named(path, () => left.addInPlace(right));
  // What the left one took over lives on; the rest of the right one is done.
  disposeExcept(right, left);
  return left;
}

function joinArrays(left: AwkwardArray, right: AwkwardArray, path: string): AwkwardArray {
  const joined = named(path, () => concatenate([left, right]));
  disposeExcept([left, right], joined);
  return joined;
}

/** Runs `work`; its error names the place in the result. */
function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path}: ${why}`, { cause });
  }
}

function disposeExcept(value: unknown, kept: unknown): void {
  const columns = columnsIn(kept);
  for (const column of ownedIn(value)) if (!columns.has(column)) column.dispose();
}

/**
 * Refuses what no executor can sum or send, in whichever container it is: functions, symbols, and
 * containers that are inside themselves.
 *
 * @throws UsageError naming the place: `out.MC.cut: a function is no result`
 */
export function requireResult(value: unknown): void {
  const found = misfitIn(value, []);
  if (found !== undefined) throw new UsageError(`out${found.path}: ${found.why}`);
}

/** The path is put together on the way back: results that are right cost no texts. */
function misfitIn(
  value: unknown,
  above: readonly object[],
): { path: string; why: string } | undefined {
  if (typeof value === "function" || typeof value === "symbol") {
    return { path: "", why: `a ${typeof value} is no result` };
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof AwkwardArray || isMergeable(value) || isTyped(value)) return undefined;
  if (above.includes(value)) {
    return { path: "", why: `this ${nameOf(value)} is inside itself, so it has no sum` };
  }
  const inside = [...above, value];
  const look = (item: unknown, place: () => string) => {
    if (typeof item !== "object" && typeof item !== "function" && typeof item !== "symbol") return;
    const found = misfitIn(item, inside);
    return found && { path: `${place()}${found.path}`, why: found.why };
  };
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const place = (): string => `.get(${show(key)})`;
      const found = look(key, place) ?? look(item, place);
      if (found !== undefined) return found;
    }
  } else if (value instanceof Set || Array.isArray(value)) {
    let i = 0;
    for (const item of value) {
      const place = i++;
      const found = look(item, () => `[${place}]`);
      if (found !== undefined) return found;
    }
  } else if (isPlain(value)) {
    for (const [key, item] of Object.entries(value)) {
      const found = look(item, () => memberPath("", key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Loads every lazy column of the arrays in a result, so that it is complete when its chunk is left.
 */
export function loadArrays(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof AwkwardArray) loadInPlace(value.layout);
  else if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    for (const item of value.values()) loadArrays(item);
  } else if (isPlain(value)) for (const item of Object.values(value)) loadArrays(item);
}

function mergeRecords(left: object, right: object, path: string): object {
  const merged = new Map<string, unknown>(Object.entries(left));
  for (const [key, value] of Object.entries(right)) {
    merged.set(key, mergeValues(merged.get(key), value, memberPath(path, key)));
  }
  return Object.fromEntries(merged);
}

function mergeMaps(
  left: ReadonlyMap<unknown, unknown>,
  right: ReadonlyMap<unknown, unknown>,
  path: string,
): Map<unknown, unknown> {
  const merged = new Map(left);
  for (const [key, value] of right) {
    merged.set(key, mergeValues(merged.get(key), value, `${path}.get(${show(key)})`));
  }
  return merged;
}

type Typed = Exclude<ArrayBufferView, DataView> & ArrayLike<number | bigint>;

function join(left: Typed, right: Typed): Typed {
  const joined = new (left.constructor as new (length: number) => Float64Array)(
    left.length + right.length,
  );
  joined.set(left as Float64Array, 0);
  joined.set(right as Float64Array, left.length);
  return joined;
}

/**
 * Notes every container and mergeable object of one chunk's result in `seen`.
 *
 * @throws UsageError when one was already there: an object that chunks share would be counted more
 *   than once
 */
export function requireFresh(value: unknown, seen: WeakSet<object>, path = "out"): void {
  if (typeof value !== "object" || value === null) return;
  if (seen.has(value)) {
    throw new UsageError(
      `${path}: this ${nameOf(value)} was returned before, so its content would count twice; ` +
        "make what process() returns inside process()",
    );
  }
  seen.add(value);
  if (value instanceof AwkwardArray || isMergeable(value) || isTyped(value)) return;
  if (value instanceof Map) {
    for (const [key, item] of value) requireFresh(item, seen, `${path}.get(${show(key)})`);
  } else if (isPlain(value)) {
    for (const [key, item] of Object.entries(value)) {
      requireFresh(item, seen, memberPath(path, key));
    }
  }
}

/** Whether an object adds others to itself. */
export function isMergeable(value: object): value is Mergeable {
  return typeof (value as Partial<Mergeable>).addInPlace === "function";
}

function isConstant(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function isTyped(value: object): value is Typed {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function memberPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The word for a value in messages: "number", "Hist", "record". */
function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return "list";
  if (value instanceof AwkwardArray) return "ak.Array";
  if (isPlain(value)) return "record";
  return value.constructor?.name || "object";
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" ? nameOf(value) : String(value);
}

function mismatch(path: string, left: string, right: string, why = ""): UsageError {
  return new UsageError(
    `${path}: ${left} and ${right} cannot be merged${why === "" ? "" : ` (${why})`}`,
  );
}
