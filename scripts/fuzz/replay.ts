// tsx scripts/fuzz/replay.ts SEED RUN [GLOB] [committed]: one run of a campaign, with words.
import { Corpus } from "./corpus.ts";
import { describeMutation } from "./edit.ts";
import { runOne } from "./run.ts";

const [seed, run] = process.argv.slice(2, 4).map(Number);
const [only, committed] = process.argv.slice(4);
const corpus = new Corpus(only || undefined, committed === "committed");
const started = performance.now();
const outcome = await runOne(corpus, seed, run);
console.log(outcome.specimen.name, outcome.plan.sealed ? "under a checksum" : "");
for (const line of describeMutation(outcome.plan)) console.log(line);
console.log(`${Math.round(performance.now() - started)} ms`);
console.log("errors:", outcome.errors.slice(0, 10));
console.log("silent:", outcome.silent);
console.log("unhandled:", outcome.unhandled);
