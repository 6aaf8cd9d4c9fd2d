import { describe, expect, inject, it } from "vitest";
import { sha256 } from "../../src/codec/digest.ts";
import { cholesky } from "../../src/math/cholesky.ts";
import { RandomStream } from "../../src/math/philox.ts";
import * as stats from "../../src/stats/index.ts";
import { needsReference, readJson, requireData } from "../data.ts";

/** The real models, with the SHA-256 of their fits' numbers: the same in Node and in a page. */
const models: Readonly<Record<string, string>> = {
  docs_correlated_2bin: "5931326d5508bf71e46e1d9beb7f9837c9b71b0db7af8ff9cc4ce13c5e16c2dd",
  hzz4l: "ffd653cae0e9c576ad8bdeac544f42aee167426661d242c3aaee49f65988571a",
  kitchen_sink: "0048ce7c71a79d4364e6870bb8258cbcaf55218bede067ec480475300f758912",
  sbottom_A_1300_205_60: "b5b5d86bed645c1326a00aac4a39779b584109e4ef9255df31cfbb395b5e0578",
};

/** Fits from anywhere within the bounds; `npm run test:full` makes 1000 (HEPWASM_FIT_STARTS). */
const STARTS = inject("fitStarts");
/** In -2 log L: what minima may differ by. */
const SAME = 1e-6;

interface Ready {
  readonly model: stats.Model;
  readonly data: Float64Array;
}

async function load(path: string): Promise<Ready> {
  const workspace = new stats.Workspace(await readJson<stats.WorkspaceSpec>(path));
  const model = workspace.model();
  return { model, data: Float64Array.from(workspace.data(model)) };
}

describe.each(Object.entries(models))(`%s (${needsReference})`, async (id, digest) => {
  const path = await requireData(`stats/${id}.workspace.json`);

  it.skipIf(path === undefined)("has the same bits in every engine", async () => {
    const { model, data } = await load(path as string);
    const { bestfit, uncertainty, twiceNll } = stats.fit(model, data);
    const { signal } = stats.throwToys(1, data, model, { ntoys: 3, seed: 5 });
    const all = Float64Array.of(...bestfit, ...uncertainty, twiceNll, ...signal);
    expect(sha256(new Uint8Array(all.buffer))).toBe(digest);
    model.dispose();
  });

  it.skipIf(path === undefined)("has one minimum, whatever the start", async () => {
    const { model, data } = await load(path as string);
    const { config } = model;
    const [bounds, fixed, init] = [
      config.suggestedBounds(),
      config.suggestedFixed(),
      config.suggestedInit(),
    ];
    const likelihood = model.likelihood(data);
    const least = stats.fit(model, data).twiceNll;
    const wrong: string[] = [];
    for (let start = 0; start < STARTS; start++) {
      const random = new RandomStream(1, [start, 0, 0]);
      const initPars = init.map((value, k) => {
        const [low, high] = bounds[k];
        return fixed[k] ? value : low + random.uniform() * (high - low);
      });
      const result = stats.fit(model, data, { initPars, allowInvalid: true });
      if (!result.valid) continue;
      const off = Math.abs(result.twiceNll - least);
      const doubt = doubtOf(likelihood, result.bestfit, bounds, fixed);
      if (off > SAME || doubt !== "") wrong.push(`start ${start}: ${off} off, ${doubt}`);
    }
    expect(wrong).toEqual([]);
    likelihood.dispose();
    model.dispose();
  });
});

/** What gradient and Hessian say against a minimum. */
function doubtOf(
  likelihood: ReturnType<stats.Model["likelihood"]>,
  x: Float64Array,
  bounds: readonly (readonly [number, number])[],
  fixed: readonly boolean[],
): string {
  const n = x.length;
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  likelihood.hessian(x, gradient, hessian);
  const free: number[] = [];
  for (let k = 0; k < n; k++) {
    const [low, high] = bounds[k];
    const held = (x[k] === low && gradient[k] > 0) || (x[k] === high && gradient[k] < 0);
    if (!fixed[k] && low < high && !held) free.push(k);
  }
  // Relative to what one standard deviation changes.
  const steep = free.filter(
    (k) => !(Math.abs(gradient[k]) <= 1e-4 * Math.sqrt(hessian[k * n + k])),
  );
  if (steep.length > 0) return `the gradient of ${steep.join(", ")} is not zero`;
  const matrix = Float64Array.from(free.flatMap((k) => free.map((l) => hessian[k * n + l])));
  return cholesky(matrix, free.length) === undefined ? "the Hessian is not positive" : "";
}
