import { describe, expect, it } from "vitest";
import { fromIter } from "../src/array/index.ts";
import { NanoEvents } from "../src/events/index.ts";
import { Hist } from "../src/hist/index.ts";
import {
  DaskExecutor,
  IterativeExecutor,
  preprocess,
  run,
  sliceChunks,
  WorkersExecutor,
} from "../src/process/index.ts";
import {
  blobSink,
  histogramValues,
  histogramVariances,
  numEntries,
  openRoot,
  recreateRoot,
} from "../src/root/index.ts";
import { PackedSelection, Weights } from "../src/selection/index.ts";
import * as vector from "../src/vector/index.ts";

/** Options as no type checker would let them pass. */
const wrong = (options: object): never => options as never;

async function file(): Promise<Blob> {
  const sink = blobSink();
  const made = await recreateRoot(sink);
  await made.set("t", { x: new Int32Array(3) }, { as: "TTree" });
  await made.close();
  return sink.blob();
}

const vectors = vector.zip({ x: fromIter([[1, 2]]), y: fromIter([[1, 2]]) });
const mask = fromIter([true]);
const ones = fromIter([1]);
const record = Hist.new.reg(1, 0, 1).double().toRecord();
const processor = { process: () => 1, postprocess: (out: number) => out };
const module = "analysis.js";

describe("a misspelt option of another function", () => {
  it.each<[string, (blob: Blob) => unknown, string]>([
    ["recreateRoot", () => recreateRoot(blobSink(), wrong({ compresion: "zstd" })), "compression"],
    ["openRoot", (blob) => openRoot(blob, wrong({ sgnal: 1 })), "signal"],
    ["keys", async (blob) => (await openRoot(blob)).keys(wrong({ cycles: false })), "cycle"],
    ["tree", async (blob) => (await openRoot(blob)).tree("t", wrong({ worker: 2 })), "workers"],
    ["get", async (blob) => (await openRoot(blob)).get("t", wrong({ worker: 2 })), "workers"],
    [
      "column",
      async (blob) =>
        (await (await openRoot(blob)).tree("t")).column("x", wrong({ entryStrat: 1 })),
      "entryStart",
    ],
    [
      "show",
      async (blob) => (await (await openRoot(blob)).tree("t")).show(wrong({ filtername: "x" })),
      "filterName",
    ],
    ["numEntries", (blob) => numEntries(blob, wrong({ tre: "t" })), "tree"],
    ["histogramValues", async () => histogramValues(record, wrong({ flows: true })), "flow"],
    ["histogramVariances", async () => histogramVariances(record, wrong({ fow: true })), "flow"],
    [
      "mkdir",
      async () => (await recreateRoot(blobSink())).mkdir("d", wrong({ titel: "" })),
      "title",
    ],
    [
      "mktree",
      async () =>
        (await recreateRoot(blobSink())).mktree("t", { x: "int32" }, wrong({ countName: "n" })),
      "counterName",
    ],
    [
      "mkrntuple",
      async () =>
        (await recreateRoot(blobSink())).mkrntuple("t", { x: "int32" }, wrong({ descr: "n" })),
      "description",
    ],
    [
      "set",
      async () => (await recreateRoot(blobSink())).set("t", "text", wrong({ AS: "TTree" })),
      "as",
    ],
    ["PackedSelection", async () => new PackedSelection(wrong({ dtpye: "uint64" })), "dtype"],
    [
      "cutflow",
      async () => new PackedSelection().add("a", mask).cutflow(["a"], wrong({ weight: 1 })),
      "weights",
    ],
    ["Weights", async () => new Weights(1, wrong({ storeindividual: true })), "storeIndividual"],
    [
      "Weights.add",
      async () => new Weights(1).add("w", ones, wrong({ weightup: ones })),
      "weightUp",
    ],
    [
      "partialWeight",
      async () => new Weights(1, { storeIndividual: true }).partialWeight(wrong({ includ: ["w"] })),
      "include",
    ],
    ["fromRoot", (blob) => NanoEvents.fromRoot(blob, wrong({ filtername: "x" })), "filterName"],
    ["run", () => run({}, processor, wrong({ chunksize: 5 })), "chunkSize"],
    ["preprocess", () => preprocess({}, wrong({ stepsize: 5 })), "stepSize"],
    ["sliceChunks", async () => sliceChunks({}, [0], wrong({ perfile: true })), "perFile"],
    ["WorkersExecutor", async () => new WorkersExecutor(wrong({ module, worker: 2 })), "workers"],
    [
      "DaskExecutor",
      async () => new DaskExecutor(wrong({ module, adress: "tcp://h:1" })),
      "address",
    ],
    ["IterativeExecutor", async () => new IterativeExecutor(wrong({ prefech: false })), "prefetch"],
    ["vector.sum", async () => vector.sum(vectors, wrong({ axes: 0 })), "axis"],
    ["scale", async () => vector.scale(vectors, 2, wrong({ dimension: 2 })), "dimensions"],
    ["negative", async () => vector.negative(vectors, wrong({ dimension: 2 })), "dimensions"],
    ["isClose", async () => vector.isClose(vectors, vectors, wrong({ rtoll: 1 })), "rtol"],
    [
      "isParallel",
      async () => vector.isParallel(vectors, vectors, wrong({ tolerence: 1 })),
      "tolerance",
    ],
    ["nearest", async () => vector.nearest(vectors, vectors, wrong({ treshold: 1 })), "threshold"],
    ["metricTable", async () => vector.metricTable(vectors, vectors, wrong({ axes: 1 })), "axis"],
  ])("%s, is refused with the nearest", async (_, call, nearest) => {
    const blob = await file();
    const called = async (): Promise<unknown> => call(blob);
    await expect(called()).rejects.toThrow(new RegExp(`no option .*did you mean "${nearest}"`));
  });
});
