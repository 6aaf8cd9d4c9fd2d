/// <reference lib="esnext.disposable" preserve="true" />
import {
  HepwasmError,
  NotFoundError,
  NotLoadedError,
  PositionError,
  UsageError,
} from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import { type ColumnHolder, dispose, scope } from "../wasm/scope.ts";
import type { Behavior } from "./behavior.ts";
import { typeOf } from "./datashape.ts";
import { elementOf, isPart } from "./element.ts";
import { jsonValues, type ListValue, toList, toTypedArray } from "./export.ts";
import { fieldOf } from "./field.ts";
import { behaviorOf, columnsOf, fieldsOf, type Layout, lengthOf } from "./layout.ts";
import { maskOf } from "./mask.ts";
import { checkName, primitiveOf } from "./operators.ts";
import { reprOf, type ShowOptions, showPart } from "./print.ts";
import { filterLayout, sliceLayout, takeLayout } from "./select.ts";
import { positionColumn, resolvePositions } from "./take.ts";

/** What is known of the events as a whole: the dataset's name, whether it is data. */
export type Metadata = Readonly<Record<string, unknown>>;

/** What an array carries besides its values; slices and filters pass it on. */
export interface Attributes {
  readonly behavior?: Behavior | undefined;
  readonly metadata?: Metadata | undefined;
}

/** What `at` and iteration give: a number, a list, a record; `null` where it is missing. */
export type Element =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | null
  | AwkwardArray
  | AwkwardRecord;

/**
 * Numbers, lists of any length and records of them in linear memory: `ak.Array`.
 *
 * Fields and the behaviour's properties show as properties (`events.lep_pt`); methods win over
 * fields of the same name, and `field(name)` always works. Arrays are never changed in place.
 * @see awkward.Array
 */
export class AwkwardArray implements ColumnHolder {
  readonly layout: Layout;
  readonly behavior: Behavior | undefined;
  readonly metadata: Metadata;

  constructor(layout: Layout, attributes: Attributes = {}) {
    this.layout = layout;
    this.behavior = attributes.behavior ?? behaviorOf(layout);
    this.metadata = attributes.metadata ?? {};
    // biome-ignore lint/correctness/noConstructorReturn: fields show as properties through the proxy
    return new Proxy(this, fieldsAsProperties);
  }

  /** Number of elements of the outermost axis. */
  get length(): number {
    return lengthOf(this.layout);
  }

  /** Field names of the records; none for an array of numbers. */
  get fields(): readonly string[] {
    return fieldsOf(this.layout);
  }

  /** The type in Awkward's datashape: `5 * {x: int32, y: var * float64}`. */
  get type(): string {
    return `${this.length} * ${typeOf(this.layout)}`;
  }

  /**
   * One field of the records, with the lists around it.
   * @throws NotFoundError with the nearest field name
   */
  field(name: string): AwkwardArray {
    return new AwkwardArray(fieldOf(this.layout, name), { metadata: this.metadata });
  }

  /**
   * Element `index`, from the end if negative.
   * @throws PositionError outside of the array
   */
  at(index: number): Element {
    const i = index < 0 ? this.length + index : index;
    if (!(Number.isInteger(i) && i >= 0 && i < this.length)) {
      throw new PositionError(
        `no element ${index} in an array of ${this.length}`,
        this.length,
        index,
      );
    }
    const element = elementOf(this.layout, i);
    if (!isPart(element)) return element;
    if (element.kind === "record") {
      return new AwkwardRecord(new AwkwardArray(element.layout, this));
    }
    return new AwkwardArray(element.layout, this);
  }

  /**
   * Elements `start` to `stop - 1` of the outermost axis, as JavaScript slices; memory is shared.
   *
   * @param start  from the end if negative; 0 by default
   * @param stop  from the end if negative; the length by default
   */
  slice(start?: number, stop?: number): this {
    const { length } = this;
    const bound = (value: number): number =>
      Math.min(Math.max(Math.trunc(value < 0 ? length + value : value) || 0, 0), length);
    const from = bound(start ?? 0);
    const to = Math.max(from, bound(stop ?? length));
    return new AwkwardArray(sliceLayout(this.layout, from, to), this) as this;
  }

  /**
   * Elements of the outermost axis for which `mask` is true; columns not loaded yet stay so.
   *
   * @param mask  bool, one per element
   * @throws ShapeError when the lengths differ
   */
  filter(mask: AwkwardArray): this {
    checkArray(mask, "filter");
    const { layout, length } = this;
    const loadedMask = maskOf(mask.layout, length);
    return scope(() => {
      const { column, kept } = loadedMask();
      return new AwkwardArray(filterLayout(layout, column, kept), this) as this;
    });
  }

  /**
   * Elements at the given positions of the outermost axis, from the end if negative.
   *
   * @param index  integers, as an array or plain numbers
   * @throws PositionError for one that is not there
   */
  take(index: AwkwardArray | readonly number[]): this {
    const { layout, length } = this;
    const positions = positionColumn(index);
    return scope(() => {
      const taken = takeLayout(layout, resolvePositions(positions, length));
      return new AwkwardArray(taken, this) as this;
    });
  }

  /** Nested lists of numbers, booleans, records as plain objects, `null`; 64-bit integers as BigInt. */
  toList(): ListValue[] {
    return toList(this.layout);
  }

  /**
   * A copy of the numbers of a flat array (of a regular one in C order); 64-bit integers in BigInt
   * arrays, bool as Uint8Array of 0 and 1.
   * @throws ShapeError for jagged arrays and records
   */
  toTypedArray(): TypedArray {
    return toTypedArray(this.layout);
  }

  *[Symbol.iterator](): IterableIterator<Element> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  /** The first and last elements with the type: `<Array [[1, 2], [], ..., [3]] type='100 * var * int64'>`. */
  toString(): string {
    return reprOf({ kind: "list", layout: this.layout }, "Array", this.type);
  }

  [Symbol.toPrimitive](hint: string): string {
    return primitiveOf(this, hint);
  }

  /**
   * The elements, one a line, as text: `[[1, 2],\n []]`; `...` stands for what there is no room for.
   * @see awkward.Array.show
   */
  show(options: ShowOptions = {}): string {
    return showPart({ kind: "list", layout: this.layout }, options);
  }

  /** What JSON.stringify writes: the list; 64-bit integers as numbers. @see toJson */
  toJSON(): ListValue[] {
    return jsonValues(this.toList());
  }

  /** Frees the columns of this array, also for other arrays that hold the same handles. */
  dispose(): void {
    dispose(this);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  heldColumns(): Iterable<Column> {
    return columnsOf(this.layout);
  }

  ownedColumns(): Iterable<Column> {
    return columnsOf(this.layout, "owned");
  }
}

/** An array of records whose fields are known to the type checker. */
export type RecordArray<Fields extends string = string> = AwkwardArray & {
  readonly [Field in Fields]: AwkwardArray;
};

/**
 * An array of records whose fields only the program knows, as those of a schema's collections or of pairs: each
 * field, and each property that the records' behaviour derives, is such an array.
 */
export type Records = AwkwardArray & { readonly [field: string]: Records };

/**
 * One record of an array; its fields, and the properties of its behaviour, show as properties.
 * @see awkward.Record
 */
export class AwkwardRecord implements ColumnHolder {
  /** The record as an array of one. */
  readonly array: AwkwardArray;
  readonly [field: string]: unknown;

  constructor(array: AwkwardArray) {
    this.array = array;
    // biome-ignore lint/correctness/noConstructorReturn: fields show as properties through the proxy
    return new Proxy(this, {
      get(target, property) {
        if (typeof property === "symbol" || property in target) {
          return Reflect.get(target, property, target);
        }
        if (array.fields.includes(property)) return array.field(property).at(0);
        const derive = array.behavior?.properties[property];
        if (derive !== undefined) return derive(array).at(0);
        if (isProbed(property)) return undefined;
        throw new NotFoundError("field", property, array.fields, "this record");
      },
    });
  }

  get fields(): readonly string[] {
    return this.array.fields;
  }

  /** The fields as a plain object, as `toList` gives them. */
  toObject(): ListValue {
    return this.array.toList()[0];
  }

  /** The values with the type: `<Record {x: 1.1, y: [1]} type='{x: float64, y: var * int64}'>`. */
  toString(): string {
    const { layout } = this.array;
    return reprOf({ kind: "record", layout }, "Record", typeOf(layout));
  }

  [Symbol.toPrimitive](hint: string): string {
    return primitiveOf(this, hint);
  }

  /** The fields, one a line, as text. @see awkward.Record.show */
  show(options: ShowOptions = {}): string {
    return showPart({ kind: "record", layout: this.array.layout }, options);
  }

  /** What JSON.stringify writes: the fields as a plain object; 64-bit integers as numbers. */
  toJSON(): ListValue {
    return jsonValues([this.toObject()])[0];
  }

  heldColumns(): Iterable<Column> {
    return this.array.heldColumns();
  }

  ownedColumns(): Iterable<Column> {
    return this.array.ownedColumns();
  }
}

/** Names that promises, serialisers, test frameworks and browsers look up on any object. */
const PROBED: ReadonlySet<string> = new Set([
  "asymmetricMatch",
  "constructor",
  "hasAttribute",
  "inspect",
  "nodeName",
  "nodeType",
  "ref",
  "schedule",
  "tagName",
  "then",
  "toJSON",
  "window",
]);

function isProbed(property: string): boolean {
  return PROBED.has(property) || !/^[A-Za-z]\w*$/.test(property);
}

/**
 * As text; what cannot be shown, being freed or not read yet, must not break a console.log. Within a processor it is
 * read, and shown then.
 */
function inspected(value: AwkwardArray | AwkwardRecord, what: string): string {
  try {
    return value.toString();
  } catch (error) {
    if (error instanceof NotLoadedError && error.awaited) throw error;
    if (error instanceof HepwasmError) return `<${what}: ${error.message}>`;
    throw error;
  }
}

// The method by which Node's console.log shows an object; it is none of the types.
for (const { prototype } of [AwkwardArray, AwkwardRecord]) {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: AwkwardArray | AwkwardRecord): string {
      return inspected(this, this instanceof AwkwardArray ? "Array" : "Record");
    },
  });
}

const fieldsAsProperties: ProxyHandler<AwkwardArray> = {
  get(target, property, receiver: AwkwardArray) {
    if (typeof property === "symbol" || property in target) {
      return Reflect.get(target, property, target);
    }
    if (target.fields.includes(property)) return target.field(property);
    const derive = target.behavior?.properties[property];
    if (derive !== undefined) return derive(receiver);
    // Tools ask any object for names of theirs; of a record's fields a misspelt one must not pass
    // for a missing value.
    checkName(property);
    if (isProbed(property)) return undefined;
    const { fields } = target;
    if (fields.length === 0) return undefined;
    const derived = Object.keys(target.behavior?.properties ?? {});
    throw new NotFoundError("field", property, [...fields, ...derived], "this array");
  },
};

/** @throws UsageError unless `value` is an array */
export function checkArray(value: unknown, what: string): asserts value is AwkwardArray {
  if (value instanceof AwkwardArray) return;
  throw new UsageError(`${what} takes an ak.Array, not ${described(value)}`);
}

/** What was given instead of an array, and what makes one of it. */
function described(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list: ak.array makes an array of it";
  if (ArrayBuffer.isView(value)) {
    return `a ${value.constructor.name}: ak.array makes an array of it`;
  }
  return typeof value;
}
