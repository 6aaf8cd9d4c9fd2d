import type { AnyColumn, Column } from "../wasm/column.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";
import { type AwkwardArray, checkArray } from "./array.ts";
import { categories } from "./categorical.ts";
import type { FormRecord } from "./form.ts";
import { type Layout, type LoadedLayout, loaded, type Parameters, unreachable } from "./layout.ts";
import { loadAll } from "./load.ts";
import { rangeOf, rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { sliceLayout } from "./select.ts";
import { optionsOfUnion } from "./union.ts";

/** An array as Awkward exchanges it. */
export interface Buffers {
  readonly form: FormRecord;
  readonly length: number;
  /** Copies of the columns, by `{form_key}-{attribute}`. */
  readonly container: Readonly<Record<string, TypedArray>>;
}

/**
 * Form and buffers of an array, for Awkward's `ak.from_buffers(**)` and {@link fromBuffers}: indexes
 * are 32 bits wide, contents hold what is reached and begin at 0.
 *
 * @param options.formKey  `node{id}` by default
 * @see awkward.to_buffers
 */
export function toBuffers(
  array: AwkwardArray,
  options: { readonly formKey?: string | ((id: number) => string) } = {},
): Buffers {
  checkArray(array, "toBuffers");
  const { formKey = "node{id}" } = knownOptions(options, ["formKey"], "toBuffers");
  const keyOf =
    typeof formKey === "function" ? formKey : (id: number) => formKey.replace("{id}", String(id));
  const container: Record<string, TypedArray> = {};
  const writer = new BufferWriter(container, keyOf);
  const layout = loadAll(array.layout);
  let form: FormRecord | undefined;
  scope(() => {
    form = writer.write(layout);
    return undefined;
  });
  return { form: form as FormRecord, length: array.length, container };
}

class BufferWriter {
  readonly #container: Record<string, TypedArray>;
  readonly #keyOf: (id: number) => string;
  #next = 0;

  constructor(container: Record<string, TypedArray>, keyOf: (id: number) => string) {
    this.#container = container;
    this.#keyOf = keyOf;
  }

  write(layout: Layout): FormRecord {
    const given = loaded(layout);
    const now = given.kind === "option" ? optionsOfUnion(given) : given;
    if (now.parameters?.__array__ === "categorical") return this.#categorical(now);
    const form_key = this.#keyOf(this.#next++);
    const parameters = now.parameters ?? {};
    const common = { parameters, form_key };
    switch (now.kind) {
      case "flat":
        return this.#numbers(now.data, parameters, form_key);
      case "list": {
        this.#put(form_key, "offsets", rebase(now.offsets));
        const { start, stop } = rangeOf(now.offsets);
        const content = this.write(sliceLayout(now.content, start, stop));
        return { class: "ListOffsetArray", offsets: "i32", content, ...common };
      }
      case "string": {
        this.#put(form_key, "offsets", rebase(now.offsets));
        const { start, stop } = rangeOf(now.offsets);
        const [list, item] = now.bytes ? ["bytestring", "byte"] : ["string", "char"];
        const data = now.data.slice(start, stop) as unknown as Column;
        const content = this.#numbers(data, { __array__: item }, this.#keyOf(this.#next++));
        return {
          class: "ListOffsetArray",
          offsets: "i32",
          content,
          parameters: { ...parameters, __array__: list },
          form_key,
        };
      }
      case "regular": {
        const content = this.write(sliceLayout(now.content, 0, now.length * now.size));
        return { class: "RegularArray", size: now.size, content, ...common };
      }
      case "record": {
        const contents = now.contents.map((one) => this.write(sliceLayout(one, 0, now.length)));
        const named = now.name === undefined ? {} : { __record__: now.name };
        return {
          class: "RecordArray",
          fields: now.tuple ? null : now.fields,
          contents,
          parameters: { ...named, ...parameters },
          form_key,
        };
      }
      case "option": {
        this.#put(form_key, "index", now.index);
        const content = this.write(now.content);
        return { class: "IndexedOptionArray", index: "i32", content, ...common };
      }
      case "union": {
        this.#put(form_key, "tags", now.tags);
        this.#put(form_key, "index", now.index);
        const contents = now.contents.map((one) => this.write(one));
        return { class: "UnionArray", tags: "i8", index: "i32", contents, ...common };
      }
      case "empty":
        return { class: "EmptyArray", parameters: {}, form_key };
      default:
        return unreachable(now);
    }
  }

  /** Values of few kinds: each kind once, and an index. */
  #categorical(layout: LoadedLayout): FormRecord {
    const form_key = this.#keyOf(this.#next++);
    const { index, content, missing } = categories(layout);
    this.#put(form_key, "index", index);
    return {
      class: missing ? "IndexedOptionArray" : "IndexedArray",
      index: "i32",
      content: this.write(content),
      parameters: { __array__: "categorical" },
      form_key,
    };
  }

  #numbers(data: Column, parameters: Parameters, form_key: string): FormRecord {
    this.#put(form_key, "data", data as unknown as AnyColumn);
    return { class: "NumpyArray", primitive: data.dtype, inner_shape: [], parameters, form_key };
  }

  #put(formKey: string, attribute: string, column: AnyColumn | Column): void {
    this.#container[`${formKey}-${attribute}`] = column.toTypedArray();
  }
}
