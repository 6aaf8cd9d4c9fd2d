import { FormatError, ShapeError, UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { isDType } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { AwkwardArray } from "./array.ts";
import { BufferReader, type BufferSource } from "./buffer-reader.ts";
import { type Form, type FormRecord, formRecord, recordContents } from "./form.ts";
import { type Layout, loaded, type OptionLayout, type Parameters } from "./layout.ts";
import { regularOffsets } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { tidy } from "./share.ts";

/** Options of {@link fromBuffers}. */
export interface FromBuffersOptions {
  /** Name of a buffer in the container, `{form_key}-{attribute}` by default. */
  readonly bufferKey?: string | ((formKey: string, attribute: string) => string) | undefined;
  /** Of all buffers: little-endian (default) or big-endian. */
  readonly byteorder?: "<" | ">" | undefined;
}

/**
 * An array from Awkward's form and buffers, copied into linear memory; the twin of {@link toBuffers}
 * and of Awkward's own `to_buffers`. All classes of layouts are read; what differs only in the way
 * it is stored comes to one: masks become an index, lists anywhere in their content become offsets,
 * an index without missing values is applied.
 *
 * @param form  JSON text, or what it stands for
 * @param length  number of elements of the outermost axis
 * @param container  buffers by name; each may be longer than what is used of it
 * @throws FormatError for a form that makes no sense or buffers that contradict it, NotFoundError
 *   for a buffer that is not there, ShapeError for one that is too short
 * @see awkward.from_buffers
 */
export function fromBuffers(
  form: Form,
  length: number,
  container: Readonly<Record<string, BufferSource>> | ReadonlyMap<string, BufferSource>,
  options: FromBuffersOptions = {},
): AwkwardArray {
  const { bufferKey = "{form_key}-{attribute}", byteorder = "<" } = knownOptions(
    options,
    ["bufferKey", "byteorder"],
    "fromBuffers",
  );
  if (!(Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(`an array cannot have ${length} elements`);
  }
  const parsed = typeof form === "string" && !isDType(form) ? parseForm(form) : form;
  const reader = new BufferReader(container, bufferKey, byteorder === ">");
  return new AwkwardArray(tidy(() => build(formRecord(parsed), length, reader)));
}

function parseForm(text: string): Form {
  try {
    return JSON.parse(text) as Form;
  } catch (error) {
    throw new FormatError(`this form is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function build(form: FormRecord, length: number, reader: BufferReader): Layout {
  const name = form.class.replace(/_?(8_)?(32|U32|64)$/, "");
  switch (name) {
    case "NumpyArray":
      return numbers(form, length, reader);
    case "EmptyArray":
      if (length !== 0) throw new FormatError(`${length} elements of no known type`);
      return annotated({ kind: "empty" }, form);
    case "RegularArray":
      return regular(form, length, reader);
    case "ListOffsetArray":
      return lists(form, length, reader);
    case "ListArray":
      return scatteredLists(form, length, reader);
    case "RecordArray":
      return record(form, length, reader);
    case "IndexedArray":
      return indexed(withWidth(form, "index"), length, reader);
    case "IndexedOptionArray": {
      const index = reader.optionIndex(withWidth(form, "index"), length);
      const count = kernels.array_largest(index.address, length) + 1;
      return option(index, build(contentOf(form), count, reader), form);
    }
    case "ByteMaskedArray": {
      const mask = reader.read(form, "mask", "int8", length);
      const index = reserve("int32", length);
      kernels.array_mask_index(mask.address, index.address, length, Number(validWhen(form)));
      return { ...option(index, build(contentOf(form), length, reader), form), masked: true };
    }
    case "BitMaskedArray": {
      const bits = reader.read(form, "mask", "uint8", Math.ceil(length / 8));
      const index = reserve("int32", length);
      const [valid, lsb] = [Number(validWhen(form)), Number(form.lsb_order ?? true)];
      kernels.array_bits_index(bits.address, index.address, length, valid, lsb);
      return { ...option(index, build(contentOf(form), length, reader), form), masked: true };
    }
    case "UnmaskedArray": {
      const index = reserve("int32", length);
      kernels.array_iota(index.address, length);
      return { ...option(index, build(contentOf(form), length, reader), form), unmasked: true };
    }
    case "UnionArray":
      return union(form, length, reader);
    default:
      throw new FormatError(`"${form.class}" is no class of a form`);
  }
}

/** Older forms have the width in the name of the class. */
function withWidth(form: FormRecord, attribute: "index" | "offsets" | "starts"): FormRecord {
  if (form[attribute] !== undefined) return form;
  const width = /(U32|32|64)$/.exec(form.class)?.[0];
  const named = width === "64" ? "i64" : width === "U32" ? "u32" : "i32";
  return { ...form, index: named, offsets: named, starts: named, stops: named };
}

function contentOf(form: FormRecord): FormRecord {
  if (form.content === undefined) throw new FormatError(`a form of ${form.class} has no content`);
  return formRecord(form.content);
}

function validWhen(form: FormRecord): boolean {
  if (typeof form.valid_when !== "boolean") {
    throw new FormatError(`a form of ${form.class} says valid_when: true or false`);
  }
  return form.valid_when;
}

/** The parameters of a form that its layout does not say otherwise. */
function parametersOf({ parameters }: FormRecord, ...said: string[]): Parameters | undefined {
  const kept = Object.entries(parameters ?? {}).filter(
    ([key, value]) => !said.includes(key) && value !== null,
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function annotated<L extends Layout>(layout: L, form: FormRecord, ...said: string[]): L {
  const parameters = parametersOf(form, ...said);
  return parameters === undefined ? layout : { ...layout, parameters };
}

function numbers(form: FormRecord, length: number, reader: BufferReader): Layout {
  const { primitive = "", inner_shape: shape = [] } = form;
  if (!isDType(primitive)) {
    throw new UnsupportedError(`numbers of type "${primitive}" are not supported`, primitive);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new FormatError(`[${shape.join(", ")}] is no inner shape`);
  }
  const total = shape.reduce((product, size) => product * size, length);
  const data = reader.read(form, "data", primitive, total) as unknown as Column;
  let layout: Layout = { kind: "flat", data };
  if (shape.length === 0) return annotated(layout, form);
  let count = total;
  const outer = [length, ...shape];
  for (let i = shape.length - 1; i >= 0; i--) {
    count = outer.slice(0, i + 1).reduce((product, size) => product * size, 1);
    layout = { kind: "regular", size: shape[i], length: count, content: layout, numpy: true };
  }
  return annotated(layout, form);
}

function regular(form: FormRecord, length: number, reader: BufferReader): Layout {
  const { size } = form;
  if (!(typeof size === "number" && Number.isSafeInteger(size) && size >= 0)) {
    throw new FormatError(`a RegularArray cannot have lists of ${size}`);
  }
  const content = build(contentOf(form), length * size, reader);
  const text = textOf(form);
  if (text !== undefined) {
    const layout = strings(regularOffsets(length, size), content, text);
    return layout.kind === "string" ? { ...layout, size } : layout;
  }
  return annotated({ kind: "regular", size, length, content }, form);
}

function textOf({ parameters }: FormRecord): "string" | "bytestring" | undefined {
  const text = parameters?.__array__;
  return text === "string" || text === "bytestring" ? text : undefined;
}

function strings(offsets: Column<"int32">, content: Layout, text: "string" | "bytestring"): Layout {
  if (content.kind === "empty") {
    return { kind: "string", offsets, data: reserve("uint8", 0), bytes: text === "bytestring" };
  }
  if (content.kind !== "flat" || content.data.dtype !== "uint8") {
    throw new FormatError("text is stored as uint8");
  }
  const data = content.data as unknown as Column<"uint8">;
  return { kind: "string", offsets, data, ...(text === "bytestring" ? { bytes: true } : {}) };
}

function lists(given: FormRecord, length: number, reader: BufferReader): Layout {
  const form = withWidth(given, "offsets");
  const offsets = reader.positions(form, "offsets", length + 1);
  const status = kernels.array_check_offsets(offsets.address, length);
  if (status !== 0)
    throw new FormatError(`list ${status - 1} of "${form.form_key}" has less than no elements`);
  const content = build(contentOf(form), offsets.view()[length], reader);
  const text = textOf(form);
  if (text !== undefined) return strings(offsets, content, text);
  return annotated({ kind: "list", offsets, content, width: widthOf(form.offsets) }, form);
}

function widthOf(width: string | undefined): "int32" | "uint32" | undefined {
  return width === "i32" ? "int32" : width === "u32" ? "uint32" : undefined;
}

function scatteredLists(given: FormRecord, length: number, reader: BufferReader): Layout {
  const form = withWidth(given, "starts");
  const starts = reader.positions(form, "starts", length);
  const stops = reader.positions(form, "stops", length);
  const offsets = reserve("int32", length + 1);
  const total = kernels.array_range_lengths(starts.address, stops.address, offsets.address, length);
  if (total < 0) {
    throw new FormatError(`list ${-1 - total} of "${form.form_key}" has less than no elements`);
  }
  if (total > 2 ** 31 - 1) {
    throw new UnsupportedError(`${total} elements are more than 2^31`, "size");
  }
  const furthest = kernels.array_furthest_stop(starts.address, stops.address, length);
  const all = build(contentOf(form), furthest, reader);
  const content = gathered(all, starts, stops, total);
  const text = textOf(form);
  if (text !== undefined) return strings(offsets, content, text);
  const width = widthOf(form.starts);
  return annotated({ kind: "list", offsets, content, width, scattered: true }, form);
}

function gathered(
  content: Layout,
  starts: Column<"int32">,
  stops: Column<"int32">,
  total: number,
): Layout {
  if (total === 0) return sliceLayout(content, 0, 0);
  const n = starts.length;
  if (kernels.array_ranges_adjacent(starts.address, stops.address, n)) {
    const first = starts.view()[0];
    return sliceLayout(content, first, first + total);
  }
  const index = reserve("int32", total);
  kernels.array_range_elements(starts.address, stops.address, index.address, n);
  return takeLayout(content, index);
}

function record(form: FormRecord, length: number, reader: BufferReader): Layout {
  const { fields, contents } = recordContents(form);
  const name = form.parameters?.__record__;
  const layouts = contents.map((content) => build(formRecord(content), length, reader));
  return annotated(
    {
      kind: "record",
      fields: fields ?? layouts.map((_, i) => String(i)),
      contents: layouts,
      length,
      ...(typeof name === "string" ? { name } : {}),
      ...(fields === undefined ? { tuple: true } : {}),
    },
    form,
    ...(typeof name === "string" ? ["__record__"] : []),
  );
}

function indexed(form: FormRecord, length: number, reader: BufferReader): Layout {
  const index = reader.positions(form, "index", length);
  const count = kernels.array_largest(index.address, length) + 1;
  const chosen = loaded(takeLayout(build(contentOf(form), count, reader), index));
  const told = chosen.kind === "flat" || chosen.kind === "record";
  const taken = told ? { ...chosen, indexed: true } : chosen;
  const name = form.parameters?.__record__;
  const named = taken.kind === "record" && typeof name === "string" ? { ...taken, name } : taken;
  const parameters = { ...named.parameters, ...parametersOf(form, "__record__") };
  return Object.keys(parameters).length === 0 ? named : { ...named, parameters };
}

/** Values that may be missing, of values that may be: one index over the other. */
function option(index: Column<"int32">, content: Layout, form: FormRecord): OptionLayout {
  if (content.kind !== "option") return annotated({ kind: "option", index, content }, form);
  const joined = reserve("int32", index.length);
  kernels.array_compose_index(index.address, content.index.address, joined.address, index.length);
  return annotated({ kind: "option", index: joined, content: content.content }, form);
}

function union(given: FormRecord, length: number, reader: BufferReader): Layout {
  const form = withWidth(given, "index");
  const { contents } = recordContents(form);
  const tags = reader.read(form, "tags", "int8", length);
  const bad = kernels.array_check_tags(tags.address, length, contents.length);
  if (bad !== 0) {
    throw new FormatError(
      `tag ${tags.view()[bad - 1]} of "${form.form_key}" is none of its ${contents.length} contents`,
    );
  }
  const index = reader.positions(form, "index", length);
  const layouts = contents.map((content, tag) => {
    const last = kernels.array_largest_of_tag(tags.address, index.address, length, tag);
    return build(formRecord(content), last + 1, reader);
  });
  return annotated({ kind: "union", tags, index, contents: layouts }, form);
}
