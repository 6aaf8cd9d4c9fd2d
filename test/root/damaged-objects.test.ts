import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HepwasmError } from "../../src/errors.ts";
import type { RootObject } from "../../src/root/index.ts";
import type { Streamers } from "../../src/root/jsroot.ts";
import { readRootObject } from "../../src/root/objects/typed.ts";
import { sampleBytes } from "./data.ts";
import { Bytes, classes, element, rawObjects } from "./object-bytes.ts";

const KEYLEN = 50;

function read(className: string, bytes: Bytes, described: Streamers = classes({})): RootObject {
  return readRootObject(described, bytes.bytes, KEYLEN, className, "a.root:key;1");
}

describe("damaged objects", () => {
  const error = (className: string, bytes: Bytes, described?: Streamers): string => {
    try {
      read(className, bytes, described);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(HepwasmError);
      return (thrown as Error).message;
    }
    throw new Error("it was read");
  };

  it("refuses counts that the bytes cannot hold", () => {
    const list = new Bytes().object(5, (b) => b.tobject().string("").u32(0x7fff_ffff));
    expect(error("TList", list)).toMatch(/a\.root:key;1: 2147483647 elements are announced/);
    const array = classes({ A: [element("a", 62, "TArrayD")] });
    expect(
      error(
        "A",
        new Bytes().object(1, (b) => b.u32(0xffff_ffff)),
        array,
      ),
    ).toMatch(/announced/);
    const empty = classes({ E: [], V: [element("v", 500, "vector<E>")] });
    const many = new Bytes().object(1, (b) =>
      b.object(9 | 0x4000, (c) => c.u16(1).u32(0x7000_0000)),
    );
    expect(error("V", many, empty)).toMatch(/announced/);
  });

  it("refuses values out of nothing, nested", () => {
    const empty = classes({ E: [], V: [element("v", 500, "vector<vector<E> >")] });
    // Each inner list announces as many empty objects as there are bytes left.
    const many = new Bytes().object(1, (b) =>
      b.object(9, (c) => {
        c.u32(4000);
        for (let i = 0; i < 4000; i++) c.u32(4 * (3999 - i));
      }),
    );
    expect(error("V", many, empty)).toMatch(/more values than bytes|are left|ends at byte/);
  });

  it("refuses objects that end outside, tags of nothing, and too deep nesting", () => {
    expect(error("TNamed", new Bytes().u32(0x4000_ffff).u16(1))).toMatch(/ends at byte/);
    const list = new Bytes().object(5, (b) => b.tobject().string("").u32(1).u32(99).string(""));
    expect(error("TList", list)).toMatch(/no object has the tag 99/);
    const described = classes({ N: [element("next", 64, "N*")] });
    let nested = new Bytes().u32(0);
    for (let i = 0; i < 2000; i++) {
      const inner = nested;
      nested = new Bytes().pointer("N", (b) => b.object(1, (c) => c.u8(...inner.data)));
      if (nested.data.length > 60_000) break;
    }
    expect(
      error(
        "N",
        new Bytes().object(1, (b) => b.u8(...nested.data)),
        described,
      ),
    ).toMatch(/nested more than 150 deep/);
  });

  it("gives an error for each truncation of a histogram", async () => {
    const [{ bytes, streamers }] = await rawObjects(sampleBytes("objects.root"), ["dir/h2w"]);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() =>
        readRootObject(streamers, bytes.subarray(0, length), KEYLEN, "TH2D", "cut"),
      ).toThrow(HepwasmError);
    }
  });

  it("reads mutated objects or gives an error, never anything else", async () => {
    const keys = ["h1w", "dir/h2w", "labelled", "profile_w", "text"];
    const raw = await rawObjects(sampleBytes("objects.root"), keys);
    fc.assert(
      fc.property(
        fc.nat(keys.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (which, changes) => {
          const { bytes, streamers, className } = raw[which];
          const copy = bytes.slice();
          for (const [at, value] of changes) copy[at % Math.min(copy.length, 900)] = value;
          try {
            readRootObject(streamers, copy, KEYLEN, className, "mutated");
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(HepwasmError);
          }
          expect(true).toBe(true);
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });
});
