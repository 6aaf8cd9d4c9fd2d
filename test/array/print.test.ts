import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { FormatError } from "../../src/errors.ts";
import { readJson } from "../data.ts";

interface Printed {
  readonly repr: string;
  readonly shows: readonly string[];
  readonly json: readonly (string | { readonly error: string })[];
}

interface Case extends Printed {
  readonly form: Parameters<typeof ak.fromBuffers>[0];
  readonly length: number;
  readonly buffers: Readonly<Record<string, string>>;
  readonly parameters: object;
  readonly record?: Printed;
}

type Read = [
  text: string,
  { readonly type: string; readonly json: string; readonly error?: string },
];

const golden = await readJson<{
  views: readonly ak.ShowOptions[];
  jsons: readonly ak.ToJsonOptions[];
  arrays: Readonly<Record<string, Case>>;
  texts: readonly Read[];
  lines: readonly Read[];
  numbers: readonly Read[];
}>("test/data/array/print.json");

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function arrayOf({ form, length, buffers }: Case): ak.Array {
  const container = Object.entries(buffers).map(([key, hex]) => [key, bytes(hex)]);
  return ak.fromBuffers(form, length, Object.fromEntries(container));
}

function attempt(run: () => string): string | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function expectPrinted(made: ak.Array | ak.Record, expected: Printed): void {
  expect(made.toString()).toBe(expected.repr);
  for (const [i, view] of golden.views.entries()) {
    expect(made.show(view), JSON.stringify(view)).toBe(expected.shows[i]);
  }
  for (const [i, options] of golden.jsons.entries()) {
    const theirs = expected.json[i];
    const json = attempt(() => ak.toJson(made, options));
    expect(json, JSON.stringify(options)).toBe(typeof theirs === "string" ? theirs : undefined);
  }
}

describe("arrays and records as Awkward prints them and writes them as JSON", () => {
  it.each(Object.entries(golden.arrays))("%s", (_, expected) => {
    const made = arrayOf(expected);
    expectPrinted(made, expected);
    expect(ak.parameters(made)).toEqual(expected.parameters);
    if (expected.record !== undefined) expectPrinted(made.at(0) as ak.Record, expected.record);
  });
});

describe("fromJson", () => {
  const expectRead = (cases: readonly Read[], options: ak.FromJsonOptions) => {
    for (const [text, expected] of cases) {
      const read = () => ak.fromJson(text, options) as ak.Array;
      if (expected.error !== undefined) {
        expect(read, text).toThrow(FormatError);
        continue;
      }
      expect(read().type, text).toBe(expected.type);
      expect(ak.toJson(read(), { nanString: "NaN" }), text).toBe(expected.json);
    }
  };

  it("reads what Awkward reads", () => expectRead(golden.texts, {}));
  it("reads documents one after another", () => expectRead(golden.lines, { lineDelimited: true }));
  it("takes texts for numbers", () => expectRead(golden.numbers, { nanString: "nan" }));

  it("gives what is no list, and says where it fails", () => {
    expect((ak.fromJson('{"a": [1, 2.5]}') as ak.Record).toObject()).toEqual({ a: [1, 2.5] });
    expect(ak.fromJson("3")).toBe(3n);
    expect(ak.fromJson('"a"')).toBe("a");
    expect(ak.fromJson(new TextEncoder().encode("null"))).toBeNull();
    expect(() => ak.fromJson("[1, x]")).toThrow(
      'no JSON at character 4, at "x]": this is no value',
    );
    expect(() => ak.fromJson("[1] 2")).toThrow("see the option lineDelimited");
    expect(() => ak.toJson(ak.fromIter([Number.NaN]))).toThrow("the option nanString");
  });
});
