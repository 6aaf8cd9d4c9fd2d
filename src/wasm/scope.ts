import { UsageError } from "../errors.ts";
import type { Column } from "./column.ts";
import type { Hold } from "./memory.ts";

/** Something that holds columns: a column, an array, a histogram. */
export interface ColumnHolder {
  /** The columns that live and die with this object. */
  heldColumns(): Iterable<Column>;
  /** Those of them that `dispose` frees; default all. Columns may be lent by another object. */
  ownedColumns?(): Iterable<Column>;
}

/** Columns of a scope, with what has to be watched once they leave it; undefined where it is already. */
type Made = Map<Column, Hold | undefined>;

/** Columns made in each open scope, innermost last. */
const open: Made[] = [];

/** Enters a new column into the innermost scope, or has it watched. Called by `Column` alone. */
export function adopt(column: Column, hold: Hold): void {
  const made = open.at(-1);
  if (made === undefined) hold.watch(column);
  else made.set(column, hold);
}

/**
 * Runs `work` and frees every column that it made, except those in what it returns: columns,
 * arrays and histograms, also inside plain objects, lists, maps and sets. They pass to the
 * enclosing scope, or to the caller.
 *
 * @param work  synchronous: what an awaiting function makes after its first `await` belongs to
 *   nobody's scope
 * @throws UsageError when `work` returns a promise; whatever `work` throws, with all it made freed
 */
export function scope<T>(work: () => T): T {
  const made: Made = new Map();
  open.push(made);
  let result: T;
  try {
    result = work();
    if (isPromise(result)) {
      throw new UsageError("scope() takes a synchronous function; this one returned a promise");
    }
    const outer = open.at(-2);
    for (const column of columnsIn(result)) {
      if (!made.has(column)) continue;
      const hold = made.get(column);
      made.delete(column);
      if (outer === undefined) hold?.watch(column);
      else outer.set(column, hold);
    }
  } finally {
    open.pop();
    for (const column of made.keys()) column.dispose();
  }
  return result;
}

/**
 * Takes the columns of `value` out of every open scope: they live until disposed of or collected.
 * For what outlives a chunk on purpose, such as a cache.
 */
export function keep<T>(value: T): T {
  for (const column of columnsIn(value)) {
    for (const made of open) {
      made.get(column)?.watch(column);
      made.delete(column);
    }
  }
  return value;
}

/**
 * Puts `next` where `column` is: into the same scope, or outside all of them. For an owner that
 * replaces its memory, such as a histogram that grows in a scope opened after it was made.
 */
export function succeed(column: Column, next: Column): void {
  keep(next);
  for (const made of open) if (made.has(column)) made.set(next, undefined);
}

/** Frees the columns that `value` owns. */
export function dispose(value: unknown): void {
  for (const column of ownedIn(value)) column.dispose();
}

/** The columns that belong to `value`, found as `scope` finds what it keeps, without what others lend it. */
export function ownedIn(value: unknown): Set<Column> {
  return columnsBy(value, (holder) => (holder.ownedColumns ?? holder.heldColumns).call(holder));
}

/** The columns that `scope` would keep if `value` were its result. */
export function columnsIn(value: unknown): Set<Column> {
  return columnsBy(value, (holder) => holder.heldColumns());
}

function columnsBy(value: unknown, of: (holder: ColumnHolder) => Iterable<Column>): Set<Column> {
  const found = new Set<Column>();
  eachHolder(value, (holder) => {
    for (const column of of(holder)) found.add(column);
  });
  return found;
}

/** Calls `visit` with each holder of columns in `value`, once: in lists, records, maps and sets of any depth. */
export function eachHolder(value: unknown, visit: (holder: ColumnHolder) => void): void {
  const seen = new Set<object>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== "object" || next === null || ArrayBuffer.isView(next)) continue;
    if (seen.has(next)) continue;
    seen.add(next);
    if (isHolder(next)) visit(next);
    else if (next instanceof Map) pending.push(...next.keys(), ...next.values());
    else if (next instanceof Set || Array.isArray(next))
      for (const item of next) pending.push(item);
    else pending.push(...Object.values(next));
  }
}

function isHolder(value: object): value is ColumnHolder {
  return typeof (value as Partial<ColumnHolder>).heldColumns === "function";
}

function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null)?.then === "function";
}
