import type { Column } from "../wasm/column.ts";
import { type ColumnHolder, dispose } from "../wasm/scope.ts";
import { columnsOf, fieldOf, fieldsOf, type Layout, lengthOf } from "./layout.ts";

/**
 * What the records of an array can do beyond their fields: a vector's `mass`. It travels with the
 * array as a value that its maker passed; there is no registry.
 */
export interface Behavior {
  /** Record name, as Awkward's `with_name`: "Momentum4D". */
  readonly name: string;
  /** Derived properties; a field of the same name wins. */
  readonly properties: Readonly<Record<string, (array: AwkwardArray) => AwkwardArray>>;
}

/** What is known of the events as a whole: the dataset's name, whether it is data. */
export type Metadata = Readonly<Record<string, unknown>>;

/** What an array carries besides its values; slices and filters pass it on. */
export interface Attributes {
  readonly behavior?: Behavior | undefined;
  readonly metadata?: Metadata | undefined;
}

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
    this.behavior = attributes.behavior;
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

  /**
   * One field of the records, with the lists around it.
   * @throws NotFoundError with the nearest field name
   */
  field(name: string): AwkwardArray {
    return new AwkwardArray(fieldOf(this.layout, name));
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
}

/** An array of records whose fields are known to the type checker. */
export type RecordArray<Fields extends string = string> = AwkwardArray & {
  readonly [Field in Fields]: AwkwardArray;
};

const fieldsAsProperties: ProxyHandler<AwkwardArray> = {
  get(target, property) {
    if (typeof property === "symbol" || property in target) {
      return Reflect.get(target, property, target);
    }
    if (target.fields.includes(property)) return target.field(property);
    const derive = target.behavior?.properties[property];
    return derive?.(target);
  },
};
