import { FormatError, NotFoundError, ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { FormRecord } from "./form.ts";

/** Bytes of a buffer, in any wrapping, in C order. */
export type BufferSource = ArrayBuffer | ArrayBufferView;

/** Copies buffers into linear memory. Columns are left to the scope. */
export class BufferReader {
  readonly #container: ReadonlyMap<string, BufferSource>;
  readonly #key: (formKey: string, attribute: string) => string;
  readonly #swapped: boolean;

  constructor(
    container: Readonly<Record<string, BufferSource>> | ReadonlyMap<string, BufferSource>,
    bufferKey: string | ((formKey: string, attribute: string) => string),
    swapped: boolean,
  ) {
    this.#swapped = swapped;
    this.#container = container instanceof Map ? container : new Map(Object.entries(container));
    this.#key =
      typeof bufferKey === "function"
        ? bufferKey
        : (formKey, attribute) =>
            bufferKey.replaceAll("{form_key}", formKey).replaceAll("{attribute}", attribute);
  }

  /** The first `count` numbers of a buffer. */
  read<D extends DType>(form: FormRecord, attribute: string, dtype: D, count: number): Column<D> {
    const key = this.#key(form.form_key ?? "None", attribute);
    const source = this.#container.get(key);
    if (source === undefined) {
      throw new NotFoundError("buffer", key, this.#container.keys(), "the container");
    }
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    const needed = count * itemSize(dtype);
    if (bytes.length < needed) {
      throw new ShapeError(
        `buffer "${key}" has ${bytes.length} bytes, ${needed} are needed for ${count} of ${dtype}`,
        needed,
        bytes.length,
      );
    }
    const column = reserve(dtype, count);
    column.bytes().view().set(bytes.subarray(0, needed));
    if (this.#swapped) kernels.array_swap_bytes(column.address, count, itemSize(dtype));
    return column;
  }

  /** Positions of any width as i32, none of them negative. */
  positions(
    form: FormRecord,
    attribute: "offsets" | "starts" | "stops" | "index",
    count: number,
  ): Column<"int32"> {
    const width = form[attribute];
    const out = reserve("int32", count);
    const status = this.#narrow(form, attribute, width, count, out);
    if (status !== 0) {
      throw new FormatError(
        `entry ${status - 1} of the ${attribute} of "${form.form_key}" is negative or above 2^31 - 1`,
      );
    }
    return out;
  }

  #narrow(
    form: FormRecord,
    attribute: string,
    width: string | undefined,
    count: number,
    out: Column<"int32">,
  ): number {
    if (width === "i64") {
      const { address } = this.read(form, attribute, "int64", count);
      return kernels.array_narrow_i64(address, out.address, count);
    }
    if (width === "u32") {
      const { address } = this.read(form, attribute, "uint32", count);
      return kernels.array_narrow_u32(address, out.address, count);
    }
    if (width === "i32") {
      const { address } = this.read(form, attribute, "int32", count);
      return kernels.array_narrow_i32(address, out.address, count);
    }
    throw new FormatError(`the ${attribute} of "${form.form_key}" cannot be ${width}`);
  }

  /** Positions of values that may be missing: -1 where they are. */
  optionIndex(form: FormRecord, count: number): Column<"int32"> {
    const out = reserve("int32", count);
    let status = 0;
    if (form.index === "i64") {
      const { address } = this.read(form, "index", "int64", count);
      status = kernels.array_narrow_option_i64(address, out.address, count);
    } else if (form.index === "i32") {
      const { address } = this.read(form, "index", "int32", count);
      status = kernels.array_narrow_option_i32(address, out.address, count);
    } else throw new FormatError(`the index of "${form.form_key}" cannot be ${form.index}`);
    if (status !== 0) {
      throw new FormatError(
        `entry ${status - 1} of the index of "${form.form_key}" is above 2^31 - 1`,
      );
    }
    return out;
  }
}
