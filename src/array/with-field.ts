import { DTypeError, NotFoundError, ShapeError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray, type Records } from "./array.ts";
import { broadcastAll } from "./broadcast.ts";
import type { ArrayLike } from "./elementwise.ts";
import { fieldOf } from "./field.ts";
import { filledLayout } from "./filled.ts";
import { type Layout, type LoadedLayout, loaded, type RecordLayout } from "./layout.ts";
import { loadAll, loadDeep } from "./load.ts";
import { isScalar, type Scalar } from "./promote.ts";
import { sliceLayout } from "./select.ts";
import { share } from "./share.ts";
import { stringOf } from "./text.ts";
import { changeWithin } from "./walk.ts";

/** Field names of the records; none for numbers. @see awkward.fields */
export function fields(array: AwkwardArray): readonly string[] {
  checkArray(array, "fields");
  return array.fields;
}

/** Whether the records of an array are tuples. @see awkward.is_tuple */
export function isTuple(array: AwkwardArray): boolean {
  checkArray(array, "isTuple");
  return tuples(array.layout);
}

function tuples(layout: Layout): boolean {
  const now = loaded(layout);
  if (now.kind === "record") return now.tuple ?? false;
  if (now.kind === "union") return now.contents.every(tuples);
  return "content" in now && tuples(now.content);
}

/**
 * The records with one field more, or another in its place. The new field is broadcast to the records
 * where they lie in lists; `null` makes a field of missing values.
 *
 * @param where  a name, names that lead to a record within, or by default the next place of a tuple
 * @throws ShapeError for an array without records, and a field that does not fit
 * @see awkward.with_field
 */
export function withField<Given extends AwkwardArray>(
  array: Given,
  what: ArrayLike | string | null,
  where?: string | readonly string[] | null,
): Given & Records;
export function withField(
  array: AwkwardArray,
  what: ArrayLike | string | null,
  where?: string | readonly string[] | null,
): AwkwardArray {
  checkArray(array, "withField");
  const path = where === undefined || where === null ? [undefined] : [where].flat();
  const base = loadDeep(array.layout);
  const field = isScalar(what) || what === null ? what : layoutOf(what);
  return scope(() => new AwkwardArray(added(base, field, path), array));
}

function layoutOf(what: AwkwardArray | string): LoadedLayout {
  if (typeof what === "string") return stringOf(what);
  checkArray(what, "withField");
  return loadAll(what.layout);
}

function added(
  base: LoadedLayout,
  field: LoadedLayout | Scalar | null,
  [name, ...rest]: readonly (string | undefined)[],
): Layout {
  if (rest.length > 0 && name !== undefined) {
    const inner = added(loadDeep(fieldOf(base, name)), field, rest);
    return added(base, loadDeep(inner), [name]);
  }
  if (!hasRecords(base)) {
    throw new ShapeError("this array has no records, to which a field could be added");
  }
  const given = field === null ? [base] : [base, field];
  const [layout] = broadcastAll(
    given,
    ([records, value], length) => {
      if (isScalar(records) || records.kind !== "record") return undefined;
      const content =
        value === undefined
          ? missing(length)
          : isScalar(value)
            ? filledLayout(value, length)
            : share(value);
      return [withContent(records, name, content, length)];
    },
    { rightBroadcast: false, name: "withField" },
  );
  return layout;
}

function missing(length: number): Layout {
  const index = reserve("int32", length);
  index.view().fill(-1);
  return { kind: "option", index, content: { kind: "empty" } };
}

function hasRecords(layout: Layout): boolean {
  const now = loaded(layout);
  if (now.kind === "record") return true;
  if (now.kind === "union") return now.contents.every(hasRecords);
  return "content" in now && hasRecords(now.content);
}

function withContent(
  record: RecordLayout,
  name: string | undefined,
  content: Layout,
  length: number,
): RecordLayout {
  const fields = [...record.fields];
  const contents = record.contents.map((one) => sliceLayout(one, 0, length));
  const at = name === undefined ? -1 : fields.indexOf(name);
  if (at >= 0) contents[at] = content;
  else {
    fields.push(name ?? String(fields.length));
    contents.push(content);
  }
  const tuple = record.tuple && name === undefined ? true : undefined;
  return { ...record, fields, contents, length, tuple };
}

/**
 * The records without a field, or without one of a record within them.
 *
 * @param where  a name, or names that lead to a record within
 * @throws NotFoundError with the nearest field name
 * @see awkward.without_field
 */
export function withoutField(array: AwkwardArray, where: string | readonly string[]): Records;
export function withoutField(array: AwkwardArray, where: string | readonly string[]): AwkwardArray {
  checkArray(array, "withoutField");
  const path = [where].flat();
  if (path.length === 0) throw new DTypeError("withoutField takes the name of a field");
  const base = loadDeep(array.layout);
  return scope(() => new AwkwardArray(removed(base, path), array));
}

function removed(layout: Layout, [name, ...rest]: readonly string[]): Layout {
  return changeWithin(layout, (now) => {
    if (now.kind !== "record") return undefined;
    const at = now.fields.indexOf(name);
    if (at < 0) throw new NotFoundError("field", name, now.fields, "this array");
    const own = now.contents.map((one) => sliceLayout(one, 0, now.length));
    if (rest.length > 0) {
      return { ...now, contents: own.map((one, i) => (i === at ? removed(one, rest) : one)) };
    }
    const names = now.fields.filter((_, i) => i !== at);
    const fields = now.tuple ? names.map((_, i) => String(i)) : names;
    return { ...now, fields, contents: own.filter((_, i) => i !== at) };
  });
}

/** The records under another name, or none. @see awkward.with_name */
export function withName<Given extends AwkwardArray>(array: Given, name: string | undefined): Given;
export function withName(array: AwkwardArray, name: string | undefined): AwkwardArray {
  checkArray(array, "withName");
  const layout = loadDeep(array.layout);
  const { metadata } = array;
  return scope(() => {
    const made = changeWithin(layout, (now) =>
      now.kind === "record"
        ? {
            ...now,
            contents: now.contents.map((one) => sliceLayout(one, 0, now.length)),
            name,
            behavior: undefined,
          }
        : undefined,
    );
    return new AwkwardArray(made, { metadata });
  });
}
