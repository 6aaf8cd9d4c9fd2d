import type { Corpus, Specimen } from "./corpus.ts";
import { type Mutation, mutated } from "./edit.ts";
import { exercise, type Result } from "./exercise.ts";
import { type Plan, planOf } from "./mutate.ts";
import { randomOf } from "./random.ts";

/** What one run found. */
export interface Outcome {
  readonly specimen: Specimen;
  readonly plan: Plan;
  readonly errors: readonly string[];
  readonly unhandled: readonly unknown[];
  /** What was accepted with other values in spite of a checksum. */
  readonly silent: readonly string[];
}

/** Of the streams of random numbers: mutations and reading are independent. */
const READING = 0x5eed;

/** Run number `run` of a campaign: always the same for a seed and a set of files. */
export async function runOne(corpus: Corpus, seed: number, run: number): Promise<Outcome> {
  const random = randomOf(seed, run);
  const specimen = await corpus.choose(random);
  const plan = planOf(specimen, random);
  return { specimen, plan, ...(await tryMutation(specimen, plan, plan, seed, run)) };
}

async function tryMutation(
  { bytes }: Specimen,
  mutation: Mutation,
  { sealed, focus }: Plan,
  seed: number,
  run: number,
): Promise<Omit<Outcome, "specimen" | "plan">> {
  const read = (file: Uint8Array): Promise<Result> =>
    exercise(file, focus, randomOf(seed ^ READING, run));
  const { errors, unhandled, digests } = await read(mutated(bytes, mutation));
  if (!sealed) return { errors, unhandled, silent: [] };
  const whole = (await read(bytes)).digests;
  const silent = [...digests.keys()].filter(
    // What is read at random depends on what is there; the rest is read in both.
    (name) => whole.has(name) && whole.get(name) !== digests.get(name),
  );
  return { errors, unhandled, silent };
}

/** The mutation without the edits that are not needed for the same finding. */
export async function minimised(
  { specimen, plan }: Outcome,
  seed: number,
  run: number,
): Promise<Plan> {
  let least = plan;
  for (const edit of plan.edits) {
    const edits = least.edits.filter((other) => other !== edit);
    if (edits.length === 0) break;
    const { unhandled, silent } = await tryMutation(specimen, { ...least, edits }, plan, seed, run);
    if (unhandled.length > 0 || silent.length > 0) least = { ...least, edits };
  }
  return least;
}
