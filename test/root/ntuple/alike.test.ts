import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalColumns } from "../../../scripts/conformance/canonical.ts";
import type { Layout } from "../../../src/array/layout.ts";
import { columnFrom } from "../../../src/wasm/column.ts";
import { kernels } from "../../../src/wasm/instance.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { dispose } from "../../../src/wasm/scope.ts";
import { golden, openSample } from "./data.ts";

/** Index columns with the same content: uproot wrote them from the same counts. */
const alike = ["list", "texts", "nested"];

function offsetsOf(layout: Layout): number {
  if (layout.kind !== "list") throw new Error(`${layout.kind} is not list`);
  return layout.offsets.address;
}

describe("AlikeLists", () => {
  it.each(["zlib", "lz4", "zstd", "none"])(
    "shares offsets of fields that have the same, without a change of values: %s",
    async (codec) => {
      const name = `ntuple-${codec}.root`;
      const { file, tree } = await openSample(name);
      const array = await tree.arrays([...alike, "record"]);
      const layouts = alike.map((field) => array.field(field).layout);
      expect(new Set(layouts.map(offsetsOf)).size).toBe(1);
      for (const [i, layout] of layouts.entries()) {
        const wanted = golden.get(name)!.find(({ branch }) => branch === alike[i])!;
        expect(canonicalColumns(layout).map(({ sha256 }) => sha256)).toEqual(
          wanted.columns.map(({ sha256 }) => sha256),
        );
      }
      // One of them may go: the others keep the memory.
      dispose(layouts[0]);
      expect(canonicalColumns(layouts[2])).toHaveLength(1);
      dispose(array);
      expect(memoryUsage().columns).toBe(0);
      await file.close();
    },
  );

  it("shares them for entries in the middle of clusters, too", async () => {
    const { file, tree } = await openSample("ntuple-zlib.root");
    const range = { entryStart: 100, entryStop: 160 };
    const both = await tree.arrays(alike, range);
    for (const field of alike) {
      const alone = await tree.column(field, range);
      expect(canonicalColumns(both.field(field).layout)).toEqual(canonicalColumns(alone));
      dispose(alone);
    }
    dispose(both);
    await file.close();
  });
});

describe("root_same_bytes", () => {
  it("tells whether all bytes are the same, at any address and of any number", () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.nat(), fc.boolean(), fc.nat(7), (values, at, differs, shift) => {
        const other = Uint8Array.from([...new Uint8Array(shift), ...values, 1]);
        const changed = differs && values.length > 0;
        if (changed) other[shift + (at % values.length)] ^= 16;
        const columns = [columnFrom(values, "uint8"), columnFrom(other, "uint8")];
        const place = columns[1].slice(shift, shift + values.length);
        const same = kernels.root_same_bytes(columns[0].address, place.address, values.length);
        for (const column of [...columns, place]) column.dispose();
        expect(same).toBe(changed ? 0 : 1);
      }),
    );
  });
});
