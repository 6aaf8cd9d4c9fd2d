import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { run } from "../../src/process/run.ts";
import { WorkersExecutor } from "../../src/process/workers.ts";
import { recreateRoot } from "../../src/root/index.ts";
import { Calibration } from "./thread-calibration.ts";

const folder = mkdtempSync(join(tmpdir(), "calibration-"));
const file = join(folder, "electrons.root");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the six tools in threads", () => {
  beforeAll(async () => {
    let state = 5;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const counts = Array.from({ length: 3000 }, () => Math.floor(4 * next()));
    const lists = (of: () => number): ak.Array =>
      ak.valuesAstype(ak.fromIter(counts.map((n) => Array.from({ length: n }, of))), "float32");
    const type = "var * float32";
    const root = await recreateRoot(file);
    const tree = root.mktree("electrons", {
      pt: type,
      eta: type,
      phi: type,
      eventNumber: "uint64",
    });
    await tree.extend({
      pt: lists(() => 5e3 + 1e5 * next()),
      eta: lists(() => 5 * next() - 2.5),
      phi: lists(() => 6.28 * next() - 3.14),
      eventNumber: BigUint64Array.from(counts, (_, i) => BigInt(7919 * i)),
    });
    await root.close();
  });

  it("gives the same bits in any number of threads and chunks of any size", async () => {
    const calibrated = async (workers: number, chunkSize: number): Promise<unknown> => {
      const module = new URL("./thread-calibration.ts", import.meta.url);
      const executor = workers === 0 ? undefined : new WorkersExecutor({ workers, module });
      const fileset = { one: [file] };
      const out = await run(fileset, new Calibration(), {
        treeName: "electrons",
        chunkSize,
        executor,
      });
      return Object.entries(out).map(([name, array]) => {
        const { buffer, byteOffset, byteLength } = array.toTypedArray();
        return [name, Buffer.from(buffer, byteOffset, byteLength).toString("base64")];
      });
    };
    const whole = await calibrated(0, 10_000);
    expect(await calibrated(2, 700)).toEqual(whole);
    expect(await calibrated(3, 500)).toEqual(whole);
  });
});
