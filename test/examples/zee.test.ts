import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { NanoEvents, PHYSLITESchema } from "../../src/events/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const physlite = join(
  resolve(root, process.env.HEPWASM_TEST_DATA ?? "../shared/data"),
  "root/coffea/PHYSLITE_example.root",
);
const folder = mkdtempSync(join(tmpdir(), "zee-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Summary = Readonly<Record<string, readonly number[]>>;

/** As `npm run zee` does after its set-up: the built package, from its own process. */
function zee(name: string, ...args: string[]): Summary {
  const out = join(folder, name);
  const command = ["node_modules/tsx/dist/cli.mjs", "examples/zee/main.ts", "--out", out, ...args];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  for (const figure of ["fig2.svg", "fig2.png"]) expect(existsSync(join(out, figure))).toBe(true);
  return JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
/** Mean mass, GeV. */
const mean = (bins: readonly number[]): number =>
  sum(bins.map((weight, i) => weight * (70.25 + i / 2))) / sum(bins);
const variations = ["SF_up", "SF_down", "Res_up", "Res_down", "Scale_up", "Scale_down"];

describe("npm run zee", () => {
  it("makes Figure 2 of the toy, at the Z's mass, with variations as they are named", () => {
    const summary = zee("toy");
    expect(Object.keys(summary)).toEqual(["nominal", ...variations]);
    const { nominal, SF_up, SF_down, Scale_up, Scale_down } = summary;
    expect(nominal).toHaveLength(80);
    expect(Math.abs(mean(nominal) - 91)).toBeLessThan(0.5);
    expect(sum(SF_up)).toBeGreaterThan(sum(nominal));
    expect(sum(SF_down)).toBeLessThan(sum(nominal));
    expect(mean(Scale_up)).toBeGreaterThan(mean(nominal));
    expect(mean(Scale_down)).toBeLessThan(mean(nominal));
  });

  it("has links from the toy's electrons to their clusters, which events follow", async () => {
    const events = await NanoEvents.fromRoot(join(folder, "toy/toy.root"), {
      schema: PHYSLITESchema,
    });
    const [own, linked, all] = await NanoEvents.load(events, ({ Electrons, egammaClusters }) => [
      Electrons.eta.toList(),
      Electrons.caloClusters.calEta.toList(),
      egammaClusters.calEta.toList(),
    ]);
    expect(linked).toEqual((own as number[][]).map((list) => list.map((eta) => [eta])));
    // Not in the order of the electrons.
    expect(all).not.toEqual(own);
  });

  it.skipIf(!existsSync(physlite))("reads real branches and follows their links", () => {
    const summary = zee("real", "--data", physlite, "--rng", "trandom3");
    const events = variations.map((name) => sum(summary[name]));
    // 44 events have two electrons, and most of these pairs come from a Z.
    for (const count of events) expect(Math.abs(count - sum(summary.nominal))).toBeLessThan(1.5);
    expect(sum(summary.nominal)).toBeGreaterThan(20);
    expect(sum(summary.nominal)).toBeLessThan(44);
  });
});
