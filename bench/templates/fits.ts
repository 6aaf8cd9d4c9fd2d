import { readFileSync } from "node:fs";
import {
  build,
  collect,
  fit,
  limit,
  load,
  modelAndData,
  postprocess,
  prediction,
  ranking,
  workspace,
} from "hepwasm/templates";
import { skipped, testFile } from "../input.ts";
import { hasPackage, startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** What is timed, of which model; the peer is cabinetry with pyhf, NumPy and Minuit. */
interface Task {
  readonly id: string;
  readonly what: "workspace" | "ranking" | "limit" | "prediction";
  readonly title: string;
  /** How closely both answers agree: the peer's minimiser stops early. */
  readonly tolerance: number;
  /** Left out of a quick run: the peer takes half a minute. */
  readonly slow?: boolean;
}

const small = "cabinetry_example";
const large = "hzz4l";
const tasks: readonly Task[] = [
  { id: small, what: "workspace", title: "ntuples to workspace, 6 templates", tolerance: 1e-12 },
  {
    id: large,
    what: "workspace",
    title: "histograms to workspace, 16 templates",
    tolerance: 1e-12,
  },
  { id: small, what: "ranking", title: "ranking, 8 parameters", tolerance: 0.05 },
  { id: large, what: "ranking", title: "ranking, 38 parameters", tolerance: 0.05, slow: true },
  { id: small, what: "limit", title: "six limits, 8 parameters", tolerance: 0.02, slow: true },
  { id: large, what: "limit", title: "six limits, 38 parameters", tolerance: 0.02, slow: true },
  { id: large, what: "prediction", title: "post-fit prediction, 38 parameters", tolerance: 0.02 },
];

function fits({ what }: Task, path: string): () => readonly number[] {
  const { model, data } = modelAndData(JSON.parse(readFileSync(path, "utf8")));
  const fitResults = fit(model, data);
  switch (what) {
    case "ranking":
      return () => [...ranking(model, data, { fitResults }).postfitUp];
    case "limit":
      return () => {
        const { observedLimit, expectedLimit } = limit(model, data);
        return [observedLimit, ...expectedLimit];
      };
    default:
      return () => [...prediction(model, { fitResults }).totalStdevModelChannels[0]];
  }
}

/** From the configuration to the workspace: all yields and variations of shape. */
async function fromConfig(folder: string): Promise<readonly number[]> {
  const config = await load(`${folder}/config.yml`, { folder });
  const ntuples = config.spec.Samples.some(({ Tree }) => Tree !== undefined);
  await (ntuples ? build(config, { method: "uproot" }) : collect(config));
  postprocess(config);
  const { channels } = workspace.build(config);
  return channels.flatMap(({ samples }) => samples.flatMap(({ data }) => data));
}

export const rows: BenchRows = async function* ({ quick }) {
  for (const task of tasks) {
    if (quick && task.slow) continue;
    const path = testFile(`stats/${task.id}.workspace.json`);
    const folder = testFile(`stats/${task.id}_inputs`);
    if (path === undefined || folder === undefined) {
      skipped(task.title, "there are no reference models (HEPWASM_TEST_DATA)");
      continue;
    }
    const work = task.what === "workspace" ? () => fromConfig(folder) : fits(task, path);
    const from = task.what === "workspace" ? folder : path;
    const peer = hasPackage("cabinetry")
      ? await startPeer<number[]>("cabinetry_fits", [from, task.what])
      : undefined;
    if (peer) agree(await work(), peer.answer, task.tolerance, task.title);
    const settings = {
      minTime: quick || task.slow ? 100 : 1000,
      minRounds: quick || task.slow ? 1 : 5,
    };
    yield {
      name: task.title,
      ...(await compare(work, peer, settings)),
      work: { amount: 1, unit: "runs" },
    };
    peer?.close();
  }
};

await runAlone(import.meta.url, rows);
