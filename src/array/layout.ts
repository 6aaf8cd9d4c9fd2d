import { ShapeError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import type { Behavior } from "./behavior.ts";

/**
 * What an array says of itself beside its values, as Awkward's `parameters`: JSON that travels with it.
 * Record names, strings and tuples have members of their own and do not stand here.
 */
export type Parameters = Readonly<Record<string, unknown>>;

/** What every layout may carry. */
interface Annotated {
  /** `__array__: "categorical"` marks values of few kinds, `"char"` and `"byte"` bytes of text. */
  readonly parameters?: Parameters | undefined;
}

/** Numbers: element `i` is `data[i]`. Awkward: NumpyArray. */
export interface FlatLayout extends Annotated {
  readonly kind: "flat";
  readonly data: Column;
  /** Fresh from an IndexedArray, which `padNone` treats otherwise in Awkward. */
  readonly indexed?: boolean | undefined;
}

/**
 * Lists of varying length: list `i` is `content[offsets[i] .. offsets[i + 1])`. Offsets may start
 * above 0 and end below the content's length. Awkward: ListOffsetArray.
 */
export interface ListLayout extends Annotated {
  readonly kind: "list";
  readonly offsets: Column<"int32">;
  readonly content: Layout;
  /**
   * Lists of which these hold the first elements, for kernels that can read them there without
   * `content`, which is lazy then. Whoever changes a list drops it.
   */
  readonly heads?: { readonly offsets: Column<"int32">; readonly content: Layout } | undefined;
  /** The dtype that Awkward's offsets of these had, where it is not int64: `num` gives it. */
  readonly width?: "int32" | "uint32" | undefined;
  /** Fresh from a ListArray, which `padNone` treats otherwise in Awkward. */
  readonly scattered?: boolean | undefined;
}

/** `length` lists of `size` elements each. Awkward: RegularArray. */
export interface RegularLayout extends Annotated {
  readonly kind: "regular";
  readonly size: number;
  readonly length: number;
  readonly content: Layout;
  /** A dimension of a NumPy array, whose rules of slicing are stricter in places. */
  readonly numpy?: boolean | undefined;
}

/** Named columns of one length (contents may be longer). Awkward: RecordArray. */
export interface RecordLayout extends Annotated {
  readonly kind: "record";
  readonly fields: readonly string[];
  readonly contents: readonly Layout[];
  readonly length: number;
  /** Record name, such as "Momentum4D". */
  readonly name?: string | undefined;
  /** A tuple: its fields are "0", "1" … and it leaves as a list. */
  readonly tuple?: boolean | undefined;
  /** What the records can do; it stays with them wherever they are nested. */
  readonly behavior?: Behavior | undefined;
  /** Fresh from an IndexedArray, which `singletons` treats otherwise in Awkward. */
  readonly indexed?: boolean | undefined;
}

/**
 * Values that may be missing: element `i` is `content[index[i]]`, or missing where `index[i]` is
 * negative. Awkward: IndexedOptionArray.
 */
export interface OptionLayout extends Annotated {
  readonly kind: "option";
  readonly index: Column<"int32">;
  readonly content: Layout;
  /** Fresh from an UnmaskedArray, where nothing is missing: a sort makes no option of it. */
  readonly unmasked?: boolean | undefined;
  /** Fresh from a mask over the content, whose masked elements `toRegular` looks at as Awkward does. */
  readonly masked?: boolean | undefined;
}

/**
 * Text, or bytes: string `i` is `data[offsets[i] .. offsets[i + 1])`, UTF-8 unless `bytes`. Awkward: a
 * ListOffsetArray of uint8 with `__array__: "string"` or `"bytestring"`.
 */
export interface StringLayout extends Annotated {
  readonly kind: "string";
  readonly offsets: Column<"int32">;
  readonly data: Column<"uint8">;
  readonly bytes?: boolean | undefined;
  /** The number of bytes, where the type says that all have the same: `string[5]`. */
  readonly size?: number | undefined;
}

/** Values of several types: element `i` is `contents[tags[i]][index[i]]`. Awkward: UnionArray. */
export interface UnionLayout extends Annotated {
  readonly kind: "union";
  readonly tags: Column<"int8">;
  readonly index: Column<"int32">;
  readonly contents: readonly Layout[];
}

/** No elements, of no known type. Awkward: EmptyArray. */
export interface EmptyLayout extends Annotated {
  readonly kind: "empty";
}

/**
 * A column that is made when first needed: a branch not yet read, or a slice of one. Awkward:
 * virtual arrays. `load` returns the same layout at each call, and may throw `NotLoadedError`.
 */
export interface LazyLayout {
  readonly kind: "lazy";
  readonly length: number;
  readonly load: () => Layout;
  /** What its records can do, where that is known before they are read. */
  readonly behavior?: Behavior | undefined;
  /** Columns that `load` will use, and those it has made. */
  readonly held: () => Iterable<Column>;
  /** Those of them that are freed with an array of it: not what another array lends. */
  readonly owned: () => Iterable<Column>;
}

/** How the values of an array lie in columns: a tagged union of plain records. */
export type Layout =
  | FlatLayout
  | ListLayout
  | RegularLayout
  | RecordLayout
  | OptionLayout
  | StringLayout
  | UnionLayout
  | EmptyLayout
  | LazyLayout;

/** A layout that is in memory; what lies within may still be lazy. */
export type LoadedLayout = Exclude<Layout, LazyLayout>;

/** A layout without lists or records that operations could look into. */
export type LeafLayout = FlatLayout | StringLayout | UnionLayout | EmptyLayout;

/** Whether a layout's elements are leaves: numbers, text, or values of several types. */
export function isLeaf(layout: Layout): layout is LeafLayout {
  const { kind } = layout;
  return kind === "flat" || kind === "string" || kind === "union" || kind === "empty";
}

/** What the elements of a layout are, for messages. */
export function nameOf(layout: LoadedLayout): string {
  switch (layout.kind) {
    case "flat":
      return "numbers";
    case "string":
      return layout.bytes ? "bytes" : "strings";
    case "union":
      return "values of several types";
    case "empty":
      return "nothing";
    case "record":
      return `records (${layout.fields.join(", ")})`;
    case "option":
      return "values that may be missing";
    default:
      return "lists";
  }
}

/** Number of elements of the outermost axis. */
export function lengthOf(layout: Layout): number {
  switch (layout.kind) {
    case "flat":
      return layout.data.length;
    case "list":
      return layout.offsets.length - 1;
    case "string":
      return layout.offsets.length - 1;
    case "option":
      return layout.index.length;
    case "union":
      return layout.tags.length;
    case "empty":
      return 0;
    case "regular":
    case "record":
    case "lazy":
      return layout.length;
    default:
      return unreachable(layout);
  }
}

/** The layout itself, loaded where it is lazy; contents of records may still be lazy. */
export function loaded(layout: Layout): LoadedLayout {
  let now = layout;
  while (now.kind === "lazy") now = now.load();
  return now;
}

/**
 * A lazy layout that runs `make` at its first use, and again should what it made have been freed: a
 * column first used in an inner scope ends with that scope.
 *
 * @param needed  columns that `make` needs
 * @param behavior  that of the records
 * @param lender  lazy values that `make` starts from and that need columns as well; whoever frees these
 *   values leaves those
 */
export function lazy(
  length: number,
  needed: () => Iterable<Column>,
  make: () => Layout,
  behavior?: Behavior | undefined,
  lender?: Pick<LazyLayout, "held"> | undefined,
): LazyLayout {
  let made: Layout | undefined;
  const load = (): Layout => {
    if (made !== undefined && !isFreed(made)) return made;
    const now = make();
    if (lengthOf(now) !== length) {
      throw new ShapeError(`a lazy column of ${length} was loaded with ${lengthOf(now)}`);
    }
    made = now;
    return now;
  };
  function* owned(): Iterable<Column> {
    yield* needed();
    if (made !== undefined) yield* columnsOf(made, "owned");
  }
  function* held(): Iterable<Column> {
    yield* needed();
    if (lender !== undefined) yield* lender.held();
    if (made !== undefined) yield* columnsOf(made);
  }
  return { kind: "lazy", length, load, held, owned, behavior };
}

/** Whether a column of it was freed. */
export function isFreed(layout: Layout): boolean {
  for (const column of columnsOf(layout)) if (column.disposed) return true;
  return false;
}

/** Field names of the records, through lists; of unions those that all have; none for numbers. */
export function fieldsOf(layout: Layout): readonly string[] {
  const now = loaded(layout);
  if (now.kind === "record") return now.fields;
  if (now.kind === "union") {
    const all = now.contents.map(fieldsOf);
    return all.reduce((common, names) => common.filter((name) => names.includes(name)));
  }
  return isLeaf(now) ? [] : fieldsOf(now.content);
}

/** What the records of a layout can do, through lists, also where they are not loaded yet. */
export function behaviorOf(layout: Layout): Behavior | undefined {
  if (layout.kind === "record" || layout.kind === "lazy") return layout.behavior;
  return isLeaf(layout) ? undefined : behaviorOf(layout.content);
}

/**
 * Every column that a layout holds.
 * @param behindLazy  of lazy values those they hold, as far as they are known, or those they own
 */
export function* columnsOf(
  layout: Layout,
  behindLazy: "held" | "owned" = "held",
): Iterable<Column> {
  switch (layout.kind) {
    case "flat":
      yield layout.data;
      return;
    case "list":
      yield layout.offsets as unknown as Column;
      yield* columnsOf(layout.content, behindLazy);
      if (layout.heads !== undefined) {
        yield layout.heads.offsets as unknown as Column;
        yield* columnsOf(layout.heads.content, behindLazy);
      }
      return;
    case "option":
      yield layout.index as unknown as Column;
      yield* columnsOf(layout.content, behindLazy);
      return;
    case "string":
      yield layout.offsets as unknown as Column;
      yield layout.data as unknown as Column;
      return;
    case "union":
      yield layout.tags as unknown as Column;
      yield layout.index as unknown as Column;
      for (const content of layout.contents) yield* columnsOf(content, behindLazy);
      return;
    case "empty":
      return;
    case "regular":
      yield* columnsOf(layout.content, behindLazy);
      return;
    case "record":
      for (const content of layout.contents) yield* columnsOf(content, behindLazy);
      return;
    case "lazy":
      yield* layout[behindLazy]();
      return;
    default:
      unreachable(layout);
  }
}

/** For the default branch of a switch over a union: the compiler shows that it is never taken. */
export function unreachable(value: never): never {
  throw new Error(`impossible case: ${String(value)}`);
}
