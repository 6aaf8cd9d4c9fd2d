import { AwkwardArray, checkArray } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import { broadcastAll } from "../array/broadcast.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import type { RecordLayout } from "../array/layout.ts";
import { loadDeep } from "../array/load.ts";
import { isScalar } from "../array/promote.ts";
import { sliceLayout } from "../array/select.ts";
import { withField, withoutField } from "../array/with-field.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { type Column, columnOf } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import type { NanoArray } from "./nano-events.ts";

/** What a variation puts in the place of columns: one, or several by their names. */
export type VariedColumns = ArrayLike | Readonly<Record<string, ArrayLike>>;

/**
 * One variation: the varied columns, or what makes them of the columns as they are (of several, records
 * with these fields; of "weight" a 1 for each object) and of the objects.
 */
export type Variation = VariedColumns | ((columns: NanoArray, objects: NanoArray) => VariedColumns);

/** Where the objects keep them: slices and filters take them along. */
const FIELD = "__systematics__";

/**
 * The objects with a systematic uncertainty: `objects.systematics.PtScale.up` are the objects with other
 * columns in some places. Objects that are sliced or filtered take their variations along.
 *
 * @param objects  records, of events or in lists; `NanoEvents` too
 * @param name     of the source
 * @param what     the field that varies, or several; "weight": the varied objects have a field
 *   `weight_` with the name of the source
 * @param ways     the variations, mostly `up` and `down`:
 *   `{ up: (pt) => ak.multiply(pt, 1.02), down: (pt) => ak.multiply(pt, 0.98) }`, or columns that a tool
 *   made, as `variations` and `CorrectedJetsFactory` do
 * @throws NotFoundError for a field that is not there; UsageError for a name that is taken, and for what is
 *   no variation
 * @see coffea.nanoevents.methods.base.Systematic.add_systematic, UpDownSystematic, UpDownMultiSystematic
 */
export function addSystematic(
  objects: AwkwardArray,
  name: string,
  what: string | readonly string[],
  ways: Readonly<Record<string, Variation>>,
): NanoArray {
  checkArray(objects, "addSystematic");
  const names = [what].flat();
  if (![name, ...names].every((one) => typeof one === "string") || !isPlain(ways)) throw misuse();
  const before = objects.fields.includes(FIELD) ? objects.field(FIELD) : undefined;
  if (before?.fields.includes(name)) {
    throw new UsageError(`addSystematic: these objects have a systematic "${name}" already`);
  }
  for (const field of names) {
    if (field === "weight" && typeof what === "string") continue;
    if (!objects.fields.includes(field)) {
      throw new NotFoundError("field", field, objects.fields, "these objects");
    }
  }
  if (names.length === 0 || Object.keys(ways).length === 0) throw misuse();
  return scope(() => {
    const plain = before === undefined ? objects : withoutField(objects, FIELD);
    const varied = Object.entries(ways).map(([way, vary]) =>
      variedObjects(plain, vary, what, name, way),
    );
    const made = together(varied, (contents, length) => {
      const fields = Object.keys(ways);
      return { kind: "record", fields, contents, length, name: `${name}Systematics` };
    });
    const all = together(before === undefined ? [made] : [before, made], (contents, length) => {
      const [first, last = first] = contents;
      const known = first !== last && first.kind === "record" ? first : undefined;
      const fields = [...(known?.fields ?? []), name];
      return { kind: "record", fields, contents: [...(known?.contents ?? []), last], length };
    });
    return together([plain, all], ([records, systematics], length) => {
      const { fields, contents, ...rest } = records;
      const own = { fields: [...fields, FIELD], contents: [...contents, systematics] };
      return { ...rest, ...own, length, behavior: showing(records) };
    }) as NanoArray;
  });
}

function misuse(): UsageError {
  return new UsageError(
    'addSystematic takes the source, what varies and how: "PtScale", "pt", { up: (pt) => …, down: (pt) => … }',
  );
}

/** Whether something holds values by their names. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof AwkwardArray) return false;
  return !(ArrayBuffer.isView(value) || Symbol.iterator in value || value instanceof Promise);
}

/**
 * Arrays of records that lie alike, made one; what the records hold stays unloaded.
 * @param make  the records of some records; those of them that are missing stay so
 */
function together(
  arrays: readonly AwkwardArray[],
  make: (records: readonly RecordLayout[], length: number) => RecordLayout,
): AwkwardArray {
  const [layout] = broadcastAll(
    arrays.map((array) => loadDeep(array.layout)),
    (now, length) => {
      const records = now.filter(
        (one): one is RecordLayout => !isScalar(one) && one.kind === "record",
      );
      if (records.length < now.length) return undefined;
      return [
        make(
          records.map((one) => sliceLayout(one, 0, length) as RecordLayout),
          length,
        ),
      ];
    },
    { name: "addSystematic" },
  );
  return new AwkwardArray(layout, { metadata: arrays[0].metadata });
}

function variedObjects(
  objects: AwkwardArray,
  vary: Variation,
  what: string | readonly string[],
  source: string,
  way: string,
): AwkwardArray {
  const weight = what === "weight";
  const [first, ...others] = [what].flat();
  const columns = weight ? onesFor(objects) : others.length > 0 ? objects : objects.field(first);
  const made = typeof vary === "function" ? vary(columns as NanoArray, objects as NanoArray) : vary;
  if (!isScalar(made) && !(made instanceof AwkwardArray) && (weight || !isPlain(made))) {
    const gave = typeof vary === "function" ? "gave" : "is";
    throw new UsageError(
      `addSystematic: the variation "${way}" of "${source}" ${gave} ${described(made)}, not an ak.Array`,
    );
  }
  const put = (into: AwkwardArray, field: string, column: ArrayLike): AwkwardArray =>
    withField(into, column, field);
  if (weight) return put(objects, `weight_${source}`, made as ArrayLike);
  if (others.length === 0 && isColumn(made)) return put(objects, first, made);
  return [first, ...others].reduce((sofar, field) => put(sofar, field, part(made, field)), objects);
}

/** What was given in the place of a column. */
function described(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list (ak.array makes an array of it)";
  if (ArrayBuffer.isView(value))
    return `a ${value.constructor.name} (ak.array makes an array of it)`;
  if (value instanceof Promise) return "a promise (await it before)";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isColumn(made: VariedColumns): made is ArrayLike {
  return isScalar(made) || (made instanceof AwkwardArray && made.fields.length === 0);
}

/** A 1 for each of the records, none of whose fields is loaded. */
function onesFor(objects: AwkwardArray): AwkwardArray {
  const [ones] = broadcastAll(
    [loadDeep(objects.layout)],
    ([records], length) => {
      if (isScalar(records) || records.kind !== "record") return undefined;
      const data = columnOf("float64", new Float64Array(length).fill(1)) as Column;
      return [{ kind: "flat", data }];
    },
    { name: "addSystematic" },
  );
  return new AwkwardArray(ones, { metadata: objects.metadata });
}

/** One of several varied columns. */
function part(made: VariedColumns, field: string): ArrayLike {
  if (isScalar(made)) {
    throw new UsageError(`addSystematic: a variation of several fields gives each its column`);
  }
  if (made instanceof AwkwardArray) return made.field(field);
  const column = (made as Readonly<Record<string, ArrayLike>>)[field];
  if (column !== undefined) return column;
  throw new NotFoundError("field", field, Object.keys(made), "what a variation gave");
}

/** What the records can do, and the property that shows their systematics. */
function showing({ behavior, name = "" }: RecordLayout): Behavior {
  const systematics = (objects: AwkwardArray): AwkwardArray => objects.field(FIELD);
  return { name, ...behavior, properties: { ...behavior?.properties, systematics } };
}
