import { describe, expect, it } from "vitest";
import { made, makers, objectsOf, run } from "./six-tools.ts";

/** FNV-1a of bits, as eight digits. */
function digest(columns: readonly Float64Array[]): string {
  let hash = 0x811c9dc5;
  for (const column of columns) {
    for (const byte of new Uint8Array(column.slice().buffer)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
  }
  return hash.toString(16).padStart(8, "0");
}

/**
 * Of 2,000 objects in all variations, on any machine and engine: these tests run in Node and in Chromium. A
 * change of one of these is a change of results, to be named in CHANGELOG.md.
 */
const recorded: Readonly<Record<string, string>> = {
  "e/gamma, counter": "bc585b66",
  "e/gamma, twister, FULL": "ee19eccd",
  "electron efficiency, FULL": "14d303b3",
  "electron efficiency, TOYS": "bd30b844",
  "muons, counter": "10b4732d",
  "muons, twister": "9e1b79a0",
  "muon efficiency": "979a9055",
  "pile-up, counter": "2654e7a4",
  "pile-up, twister": "8c28f7f0",
  "jets, counter": "480bec0d",
  "jets, twister": "e57bf799",
};

describe("The tools' bits are those recorded", () => {
  it.each(Object.keys(makers))("%s", async (name) => {
    const tool = await made(name);
    const names = ["", ...tool.affectingSystematics];
    const got = run(tool, objectsOf(tool, 2000, 42), names);
    const columns = names.flatMap((variation) => Object.values(got[variation]));
    expect(digest(columns)).toBe(recorded[name]);
  });
});
