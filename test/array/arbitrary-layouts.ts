import fc from "fast-check";
import type { Layout } from "../../src/array/layout.ts";
import { type Column, columnFrom, columnOf } from "../../src/wasm/column.ts";
import { dtypes } from "../wasm/dtypes.ts";

/** Makes a layout, so that its columns belong to the scope of whoever runs it. */
export type MakeLayout = () => Layout;

/** Numbers of any dtype, from random bytes. */
function numbers(length: number): fc.Arbitrary<MakeLayout> {
  return fc
    .tuple(
      fc.constantFrom(...dtypes),
      fc.uint8Array({ minLength: length * 8, maxLength: length * 8 }),
    )
    .map(([dtype, bytes]) => () => {
      if (dtype === "bool") {
        const flags = columnOf(
          "bool",
          [...bytes.subarray(0, length)].map((byte) => byte & 1),
        );
        return { kind: "flat", data: flags as unknown as Column };
      }
      const column = columnFrom(Uint8Array.from(bytes), "uint8").reinterpret("uint8");
      const values = new DataView(Uint8Array.from(column.view()).buffer);
      const list = Array.from({ length }, (_, i) =>
        dtype === "int64"
          ? values.getBigInt64(8 * i)
          : dtype === "uint64"
            ? values.getBigUint64(8 * i)
            : values.getInt8(8 * i),
      );
      return { kind: "flat", data: columnOf(dtype, list) as unknown as Column };
    });
}

function texts(length: number): fc.Arbitrary<MakeLayout> {
  const words = fc.array(fc.string({ unit: "grapheme", maxLength: 4 }), {
    minLength: length + 1,
    maxLength: length + 1,
  });
  return fc.tuple(words, fc.boolean()).map(([list, bytes]) => () => {
    const encoded = list.map((word) => new TextEncoder().encode(word));
    // The first is not reached: offsets begin above 0.
    const offsets = [encoded[0].length];
    for (const one of encoded.slice(1)) offsets.push(offsets[offsets.length - 1] + one.length);
    const data = columnFrom(Uint8Array.from(encoded.flatMap((one) => [...one])), "uint8");
    const text = { kind: "string" as const, offsets: columnOf("int32", offsets), data };
    return bytes ? { ...text, bytes } : text;
  });
}

function lists(length: number, depth: number): fc.Arbitrary<MakeLayout> {
  const counts = fc.array(fc.nat(3), { minLength: length, maxLength: length });
  return fc.tuple(counts, fc.nat(2)).chain(([sizes, start]) => {
    const offsets = [start];
    for (const size of sizes) offsets.push(offsets[offsets.length - 1] + size);
    return layout(offsets[length] + 1, depth - 1).map((make) => () => ({
      kind: "list",
      offsets: columnOf("int32", offsets),
      content: make(),
    }));
  });
}

function regular(length: number, depth: number): fc.Arbitrary<MakeLayout> {
  return fc.integer({ min: 1, max: 3 }).chain((size) =>
    layout(length * size, depth - 1).map(
      (make): MakeLayout =>
        () => ({ kind: "regular", size, length, content: make() }),
    ),
  );
}

function options(length: number, depth: number): fc.Arbitrary<MakeLayout> {
  return fc.nat(4).chain((count) => {
    const index = fc.array(fc.integer({ min: -1, max: count - 1 }), {
      minLength: length,
      maxLength: length,
    });
    return fc.tuple(index, layout(count, depth - 1, false)).map(([entries, make]) => () => ({
      kind: "option",
      index: columnOf("int32", entries),
      content: make(),
    }));
  });
}

function records(length: number, depth: number): fc.Arbitrary<MakeLayout> {
  const fields = fc.array(layout(length, depth - 1), { minLength: 1, maxLength: 3 });
  const name = fc.constantFrom(undefined, "Momentum4D");
  return fc.tuple(fields, name, fc.boolean()).map(([makes, named, tuple]) => () => ({
    kind: "record",
    length,
    fields: makes.map((_, i) => (tuple ? String(i) : `field${i}`)),
    contents: makes.map((make) => make()),
    ...(named === undefined ? {} : { name: named }),
    ...(tuple ? { tuple } : {}),
  }));
}

function layout(length: number, depth: number, missing = true): fc.Arbitrary<MakeLayout> {
  if (depth === 0) return fc.oneof(numbers(length), texts(length));
  return fc.oneof(
    numbers(length),
    texts(length),
    lists(length, depth),
    regular(length, depth),
    records(length, depth),
    ...(missing ? [options(length, depth)] : []),
  );
}

/** Layouts of all kinds but unions, nested, with offsets and indexes that skip elements. */
export const layouts: fc.Arbitrary<MakeLayout> = fc.nat(6).chain((length) => layout(length, 3));
