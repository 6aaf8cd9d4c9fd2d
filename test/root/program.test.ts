import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ListValue, toList } from "../../src/array/export.ts";
import { HepwasmError } from "../../src/errors.ts";
import { decodeProgram, OtherVersion } from "../../src/root/decode-program.ts";
import { compile } from "../../src/root/program.ts";
import type { Schema } from "../../src/root/schema.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { basketFrom, basketOf, collection, f64, frame, text, u8, u16, u32 } from "./bytes.ts";

/** A type, a value of it and the value's bytes. */
interface Sample {
  readonly schema: Schema;
  readonly value: ListValue;
  readonly bytes: readonly number[];
}

type Maker = { readonly schema: Schema; readonly value: fc.Arbitrary<Omit<Sample, "schema">> };

const number = (dtype: "uint8" | "uint16" | "uint32" | "float64"): Maker => {
  const write = { uint8: u8, uint16: u16, uint32: u32, float64: f64 }[dtype];
  const max = { uint8: 255, uint16: 65535, uint32: 2 ** 32 - 1, float64: 0 }[dtype];
  const values = dtype === "float64" ? fc.double({ noNaN: true }) : fc.nat(max);
  return {
    schema: { kind: "number", dtype },
    value: values.map((value) => ({ value, bytes: write(value) })),
  };
};

const words: Maker = {
  schema: { kind: "text", lengthBytes: 1, framed: false },
  value: fc
    .string({ unit: "grapheme", maxLength: 20 })
    .filter((value) => !value.startsWith("\ufeff"))
    .map((value) => ({ value, bytes: text(value) })),
};

function listOf({ schema, value }: Maker): Maker {
  return {
    schema: { kind: "list", content: schema, framed: false },
    value: fc.array(value, { maxLength: 5 }).map((items) => ({
      value: items.map((item) => item.value),
      bytes: [u32(items.length), ...items.map(({ bytes }) => bytes)].flat(),
    })),
  };
}

function arrayOf({ schema, value }: Maker, size: number): Maker {
  return {
    schema: { kind: "array", size, content: schema, framed: false },
    value: fc.array(value, { minLength: size, maxLength: size }).map((items) => ({
      value: items.map((item) => item.value),
      bytes: items.flatMap(({ bytes }) => bytes),
    })),
  };
}

function objectOf(members: readonly Maker[], version: number): Maker {
  return {
    schema: {
      kind: "object",
      className: `C${version}`,
      framed: true,
      version,
      checksum: 0,
      members: members.map(({ schema }, i) => ({ name: `m${i}`, schema })),
    },
    value: fc.tuple(...members.map(({ value }) => value)).map((items) => ({
      value: Object.fromEntries(items.map((item, i) => [`m${i}`, item.value])),
      bytes: frame(version, ...items.map(({ bytes }) => bytes)),
    })),
  };
}

const makers: fc.Arbitrary<Maker> = fc.letrec<{ any: Maker }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(number("uint8"), number("uint16"), number("uint32"), number("float64"), words),
    tie("any").map(listOf),
    fc.tuple(tie("any"), fc.integer({ min: 1, max: 3 })).map(([maker, n]) => arrayOf(maker, n)),
    fc
      .tuple(fc.array(tie("any"), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 99 }))
      .map(([members, version]) => objectOf(members, version)),
  ),
})).any;

describe("root_program", () => {
  it("reads back what was written, for any type", () => {
    const entries = makers.chain((maker) =>
      fc.tuple(fc.constant(maker), fc.array(maker.value, { maxLength: 12 })),
    );
    fc.assert(
      fc.property(entries, fc.boolean(), ([{ schema }, items], bare) => {
        const program = compile(schema)!;
        const basket = basketOf(
          items.map(({ bytes }) => bytes),
          bare,
        );
        const values = scope(() =>
          toList(decodeProgram([{ basket, from: 0, to: items.length }], program, () => undefined)),
        );
        expect(values).toEqual(items.map(({ value }) => value));
      }),
    );
    expect(memoryUsage().columns).toBe(0);
  });

  it("ends with an error or with values, whatever the bytes", () => {
    const object = objectOf([number("uint32"), listOf(words), arrayOf(number("uint8"), 3)], 2);
    const schema: Schema = { kind: "list", content: listOf(object).schema, framed: true };
    const program = compile(schema)!;
    const entry = fc
      .array(listOf(object).value, { maxLength: 3 })
      .map((items) => collection(u32(items.length), ...items.map(({ bytes }) => bytes)));
    const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x40, 0x7f, 0x80, 0xff));
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        fc.array(change, { maxLength: 6 }),
        fc.nat(40),
        (entries, changes, cut) => {
          const content = entries.flat();
          const column = scope(() => basketOf(entries).unpack().toTypedArray());
          for (const [at, value] of changes) column[at % column.length] = value;
          const border = Math.max(0, content.length - cut);
          const basket = basketFrom(column, border, entries.length);
          // Offsets lie behind the border; where it moved they are what the content says.
          try {
            scope(() => {
              decodeProgram([{ basket, from: 0, to: entries.length }], program, () => undefined);
            });
          } catch (error) {
            if (!(error instanceof OtherVersion)) expect(error).toBeInstanceOf(HepwasmError);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(memoryUsage().columns).toBe(0);
  });

  it("writes no more than a few times what it reads", () => {
    const schema: Schema = { kind: "list", content: words.schema, framed: true };
    const program = compile(schema)!;
    const entry = collection(u32(5000), Array(5000).fill(0));
    const basket = basketOf([entry]);
    const before = memoryUsage();
    scope(() => {
      decodeProgram([{ basket, from: 0, to: 1 }], program, () => undefined);
      expect(memoryUsage().usedBytes - before.usedBytes).toBeLessThan(20 * entry.length);
    });
  });
});
