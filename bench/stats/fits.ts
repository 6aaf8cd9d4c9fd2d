import { readFileSync } from "node:fs";
import {
  fit,
  hypotest,
  type Model,
  ranking,
  throwToys,
  upperLimit,
  Workspace,
} from "hepwasm/stats";
import { skipped, testFile } from "../input.ts";
import { hasPackage, startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** What is timed, of which model; the peer is pyhf with NumPy and Minuit. */
interface Task {
  readonly id: string;
  readonly title: string;
  readonly what: "load" | "nll" | "fit" | "hypotest" | "toys" | "limit" | "ranking";
  /** How closely both answers agree: the peer's minimiser stops early. */
  readonly tolerance: number;
  /** Without a peer: it takes minutes. */
  readonly alone?: boolean;
  /** What pyhf computes with: NumPy by default. */
  readonly backend?: "jax";
}

const tasks: readonly Task[] = [
  { id: "docs_uncorrelated_2bin", title: "3 parameters", what: "fit", tolerance: 1e-3 },
  { id: "docs_uncorrelated_2bin", title: "3 parameters", what: "toys", tolerance: 0.2 },
  { id: "hzz4l", title: "38 parameters", what: "nll", tolerance: 1e-10 },
  { id: "hzz4l", title: "38 parameters", what: "fit", tolerance: 1e-3 },
  { id: "hzz4l", title: "38 parameters", what: "fit", tolerance: 1e-3, backend: "jax" },
  { id: "hzz4l", title: "38 parameters", what: "toys", tolerance: 1, alone: true },
  { id: "hzz4l", title: "38 parameters", what: "ranking", tolerance: 1, alone: true },
  { id: "hzz4l", title: "38 parameters", what: "limit", tolerance: 1, alone: true },
  { id: "sbottom_A_1300_205_60", title: "64 parameters", what: "load", tolerance: 1e-10 },
  { id: "sbottom_A_1300_205_60", title: "64 parameters", what: "nll", tolerance: 1e-10 },
  { id: "sbottom_A_1300_205_60", title: "64 parameters", what: "fit", tolerance: 1e-3 },
  {
    id: "sbottom_A_1300_205_60",
    title: "64 parameters",
    what: "fit",
    tolerance: 1e-3,
    backend: "jax",
  },
  {
    id: "sbottom_A_1300_205_60",
    title: "64 parameters",
    what: "hypotest",
    tolerance: 1,
    alone: true,
  },
  { id: "large_synthetic", title: "303 parameters", what: "fit", tolerance: 1, alone: true },
];

/** Repetitions of the fast ones in one measured run. */
const REPEATS = { load: 1, nll: 2000, fit: 1, hypotest: 1, toys: 1, limit: 1, ranking: 1 };
const TOYS = 50;

function workOf(task: Task, text: string, model: Model, values: readonly number[]): () => number {
  const start = Float64Array.from(model.config.suggestedInit());
  const likelihood = model.likelihood(values);
  const best = task.what === "ranking" ? fit(model, values) : undefined;
  switch (task.what) {
    case "load":
      // From the text of the file to the first value: the model is compiled in between.
      return () => {
        const loaded = Workspace.fromText(text).model();
        const value = -2 * loaded.logpdf(start, values);
        loaded.dispose();
        return value;
      };
    case "nll":
      return () => {
        let last = 0;
        for (let i = 0; i < REPEATS.nll; i++) last = likelihood.value(start);
        return last;
      };
    case "fit":
      return () => fit(model, values).twiceNll;
    case "hypotest":
      return () => hypotest(1, values, model).value;
    case "toys":
      return () => throwToys(1, values, model, { ntoys: TOYS }).failures;
    case "limit":
      return () => upperLimit(values, model).observed;
    case "ranking":
      return () => (best === undefined ? 0 : ranking(model, values, best).length);
    default:
      return task.what satisfies never;
  }
}

export const rows: BenchRows = async function* ({ quick }) {
  for (const task of tasks) {
    const { backend = "numpy" } = task;
    const name = `${task.what}, ${task.title}${backend === "jax" ? ", beside JAX" : ""}`;
    if (backend === "jax" && !hasPackage("jax")) {
      skipped(name, "jax is not installed");
      continue;
    }
    const path = testFile(`stats/${task.id}.workspace.json`);
    if (path === undefined) {
      skipped(name, "there are no reference models (HEPWASM_TEST_DATA)");
      continue;
    }
    const text = readFileSync(path, "utf8");
    const workspace = Workspace.fromText(text);
    const model = workspace.model();
    const work = workOf(task, text, model, workspace.data(model));
    const withPeer = task.alone !== true && hasPackage("pyhf");
    const peer = withPeer
      ? await startPeer<number>("likelihood", [path, task.what, REPEATS[task.what], TOYS, backend])
      : undefined;
    if (peer && task.what !== "toys") agree([work()], [peer.answer], task.tolerance, name);
    const minTime = quick ? 100 : 2000;
    const amount = task.what === "toys" ? 2 * TOYS : REPEATS[task.what];
    const unit = task.what === "toys" ? "toys" : task.what === "nll" ? "evaluations" : "runs";
    yield {
      name,
      ...(await compare(work, peer, { minTime, minRounds: quick ? 1 : 5 })),
      work: { amount, unit },
    };
    peer?.close();
    model.dispose();
  }
};

await runAlone(import.meta.url, rows);
