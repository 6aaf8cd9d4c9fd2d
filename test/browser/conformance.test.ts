// What uproot reads, read in Chromium: the same canonical hashes, from the built package.
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disputed } from "../../scripts/conformance/disputed.ts";
import { caseName, type TreeCase } from "../../scripts/conformance/trees.ts";
import { needsReference, readJsonLines, requireData } from "../data.ts";
import { haveChromium, inChromium } from "./chromium.ts";
import { conformanceFiles } from "./conformance.ts";
import { bundle, call, repository, type Stage, stage } from "./page.ts";

const data = await requireData("root");
const reference = await requireData("reference/trees.jsonl.gz");
const names = Object.entries(conformanceFiles).flatMap(([folder, files]) =>
  files.map((file) => `${folder}/${file}`),
);

interface Answer {
  readonly columns?: readonly Record<string, unknown>[];
  readonly unsupported?: string;
  readonly error?: string;
}

const able = haveChromium() && data !== undefined && reference !== undefined;

describe.skipIf(!able)(`branches of real files, ${inChromium} (${needsReference})`, () => {
  const cases = new Map<string, TreeCase[]>(names.map((name) => [name, []]));
  let pages: Stage;
  let page: Page;
  let faults: string[];
  let compared = 0;
  beforeAll(async () => {
    const wrong = new Set(disputed.map((item) => item.case));
    for (const line of await readJsonLines<TreeCase>(reference!)) {
      if (!wrong.has(caseName(line))) cases.get(line.file)?.push(line);
    }
    pages = await stage(() => ({ data: { folder: data! } }));
    await bundle(join(repository, "test/browser/pages"), pages.folder);
    ({ page, faults } = await pages.open("site/index.html"));
  });
  afterAll(() => pages?.close());

  it.each(names)("%s gives uproot's hashes", async (name) => {
    const lines = cases.get(name)!;
    expect(lines.length).toBeGreaterThan(0);
    const wanted = lines.map(({ tree, branch }) => [tree, branch] as const);
    const answers = (await call(page, "branches", `/data/${name}`, wanted)) as Answer[];
    const wrong: unknown[] = [];
    let read = 0;
    for (const [i, { columns, unsupported, error }] of answers.entries()) {
      if (unsupported !== undefined) continue;
      read++;
      const expected = lines[i].columns.map(({ path, dtype, n, sha256 }) => {
        return { path, dtype, n, sha256 };
      });
      if (JSON.stringify(columns) !== JSON.stringify(expected)) {
        wrong.push({ branch: wanted[i].join(":"), expected, got: error ?? columns });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(read).toBeGreaterThan(0);
    compared += read;
  });

  it("compared most branches of these files, with no fault in the page", () => {
    const all = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    expect(compared).toBeGreaterThan(0.9 * all);
    expect(faults).toEqual([]);
  });
});
