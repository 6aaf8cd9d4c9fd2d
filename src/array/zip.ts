import { UsageError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import type { Behavior } from "./behavior.ts";
import { broadcast, type Input, loadDeep } from "./broadcast.ts";
import type { ArrayLike } from "./elementwise.ts";
import { type Layout, type LoadedLayout, lengthOf, type RecordLayout } from "./layout.ts";
import { isScalar, type Scalar, scalarType } from "./promote.ts";
import { share } from "./share.ts";

/** Options of {@link zip}. */
export interface ZipOptions {
  /** Levels of lists that are walked together; all by default. 1 keeps the fields as they are. */
  readonly depthLimit?: number | null | undefined;
  /** Record name. */
  readonly withName?: string | undefined;
  /** What the records can do; its name is the record name. */
  readonly behavior?: Behavior | undefined;
}

/**
 * Joins arrays as the fields of records: lists of equal lengths become lists of records; a number
 * beside a list goes with each of its elements. With `depthLimit: 1` nothing is loaded.
 *
 * @throws ShapeError naming the first list that differs
 * @see awkward.zip
 */
export function zip(
  arrays: Readonly<Record<string, ArrayLike>>,
  { depthLimit = null, withName, behavior }: ZipOptions = {},
): AwkwardArray {
  const fields = Object.keys(arrays);
  const values = Object.values(arrays);
  if (fields.length === 0) throw new UsageError("zip takes at least one field");
  const metadata = values.find((value) => value instanceof AwkwardArray)?.metadata;
  const limit = depthLimit ?? Number.POSITIVE_INFINITY;
  if (!(limit >= 1)) throw new UsageError("depthLimit is at least 1");
  const record = (contents: readonly Layout[], length: number): RecordLayout => ({
    kind: "record",
    fields,
    contents,
    length,
    name: behavior?.name ?? withName,
    behavior,
  });
  const inputs: Input[] = values.map((value) => {
    if (isScalar(value as Input)) return value as Scalar;
    checkArray(value, "zip");
    return limit === 1 ? value.layout : loadDeep(value.layout);
  });
  const lengths = inputs.filter((input): input is Layout => !isScalar(input)).map(lengthOf);
  if (limit === 1 && lengths.length > 0 && lengths.every((length) => length === lengths[0])) {
    return scope(() => {
      const contents = inputs.map((input) => whole(input, lengths[0]));
      return new AwkwardArray(record(contents, lengths[0]), { metadata });
    });
  }
  return scope(() => {
    const leaf = (leaves: readonly (LoadedLayout | Scalar)[], length: number): Layout =>
      record(
        leaves.map((input) => whole(input, length)),
        length,
      );
    return new AwkwardArray(broadcast(inputs, leaf, limit), { metadata });
  });
}

/** A field of its own handles; a scalar as a column. */
function whole(input: Input, length: number): Layout {
  if (!isScalar(input)) return share(input);
  const dtype: DType = typeof input === "number" ? "float64" : scalarType(input);
  const data = reserve(dtype, length);
  const view = data.view();
  if (view instanceof BigInt64Array || view instanceof BigUint64Array)
    view.fill(BigInt(input.valueOf()));
  else (view as Float64Array).fill(Number(input));
  return { kind: "flat", data };
}

/** Field names of the records; none for numbers. @see awkward.fields */
export function fields(array: AwkwardArray): readonly string[] {
  return array.fields;
}

/**
 * The records with one field more, or another in its place. The new field is broadcast to the
 * records where they lie in lists.
 *
 * @see awkward.with_field
 */
export function withField(array: AwkwardArray, what: ArrayLike, where: string): AwkwardArray {
  if (array.fields.length === 0) throw new UsageError("withField takes an array of records");
  const base = loadDeep(array.layout);
  const field = what instanceof AwkwardArray ? loadDeep(what.layout) : what;
  return scope(() => {
    const layout = broadcast([base, field], ([records, added], length) => {
      const { kind, ...rest } = records as RecordLayout;
      const at = rest.fields.indexOf(where);
      const contents = rest.contents.map(share);
      const names = [...rest.fields];
      const content = whole(added, length);
      if (at < 0) {
        names.push(where);
        contents.push(content);
      } else contents[at] = content;
      return { ...rest, kind, fields: names, contents };
    });
    return new AwkwardArray(layout, { behavior: array.behavior, metadata: array.metadata });
  });
}
