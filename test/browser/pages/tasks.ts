// What the tests call in a page: each export takes and gives what JSON can carry.
import { dispose, HepwasmError, openRoot, plot } from "hepwasm";
import { WorkersExecutor } from "hepwasm/process";
import { makeWorkload, throughputKinds } from "../../../dist/corrections/throughput.js";
import { figure3 } from "../../plot/figure3.ts";
import { createHash } from "../node-crypto.ts";
import { canonical } from "./canonical.ts";
import * as analysis from "./higgs.ts";
import * as work from "./workload.ts";

async function fetched(url: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new File([await response.blob()], url.replace(/.*\//, ""));
}

const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** The fixed work, reading a URL by ranges. */
export function workload(url: string): Promise<unknown> {
  return work.workload(new URL(url, location.href));
}

/** The fixed work, reading a File as it is dropped on a page. */
export async function workloadOfFile(url: string): Promise<unknown> {
  return work.workload(await fetched(url));
}

/** The discovery analysis over Files. */
export function higgs(folder: string): Promise<unknown> {
  return analysis.higgs((name) => fetched(`${folder}/${name}`));
}

const processorWorker = () =>
  new Worker(new URL("./processor-worker.ts", import.meta.url), { type: "module" });

/** The discovery analysis over Files, in two Web Workers. */
export function higgsInWorkers(folder: string): Promise<unknown> {
  const executor = new WorkersExecutor({ workers: 2, inPage: processorWorker });
  return analysis.higgs((name) => fetched(`${folder}/${name}`), { executor, chunkSize: 20 });
}

/** The same, though the first worker closes itself. */
export function higgsInClosing(folder: string): Promise<unknown> {
  let first = true;
  const inPage = () => {
    const name = first ? "closes" : "";
    first = false;
    return new Worker(new URL("./processor-worker.ts", import.meta.url), { type: "module", name });
  };
  const executor = new WorkersExecutor({ workers: 2, settings: "closing", inPage });
  return analysis.higgs((name) => fetched(`${folder}/${name}`), { executor, chunkSize: 20 });
}

/** What happens when a run in a Web Worker that never ends is given up, and in how many ms. */
export async function abortWorkers(folder: string): Promise<{ error: string; ms: number }> {
  const settings = "endless";
  const executor = new WorkersExecutor({ workers: 2, settings, inPage: processorWorker });
  const stop = new AbortController();
  let aborted = 0;
  const begun = new BroadcastChannel("endless");
  begun.onmessage = () => {
    if (aborted > 0) return;
    aborted = performance.now();
    stop.abort(new Error("enough"));
  };
  try {
    await analysis.higgs((name) => fetched(`${folder}/${name}`), { executor, signal: stop.signal });
  } catch (error) {
    return { error: String(error), ms: performance.now() - aborted };
  } finally {
    begun.close();
  }
  return { error: "none", ms: 0 };
}

/** Hashes of Figure 3 as SVG and PNG, and the size that the page's own image decoders see. */
export async function figure(assets?: plot.AssetLocations): Promise<unknown> {
  if (assets !== undefined) plot.setAssets(assets);
  const drawn = figure3();
  const svg = await drawn.svg();
  const png = await drawn.png();
  const size = async (part: BlobPart, type: string): Promise<string> => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([part], { type }));
    await image.decode();
    document.body.append(image);
    return `${image.naturalWidth} x ${image.naturalHeight}`;
  };
  return {
    svg: sha256(svg),
    png: sha256(png),
    sizes: [
      await size(svg, "image/svg+xml"),
      await size(png as Uint8Array<ArrayBuffer>, "image/png"),
    ],
  };
}

/** The keys of a ROOT file, or name and message of the error. */
export async function open(url: string): Promise<unknown> {
  try {
    await using file = await openRoot(new URL(url, location.href));
    const tree = await file.tree("tree");
    const layout = await tree.column("list_uint64");
    const [{ sha256: hash }] = canonical(layout);
    dispose(layout);
    return { keys: file.keys().length, hash };
  } catch (error) {
    if (!(error instanceof HepwasmError)) throw error;
    return { name: error.name, message: error.message };
  }
}

/** For each `[tree, branch]` of a file: its canonical columns, or why it cannot be read. */
export async function branches(
  url: string,
  wanted: readonly (readonly [string, string])[],
): Promise<unknown[]> {
  const out: unknown[] = [];
  await using file = await openRoot(await fetched(url));
  const trees = new Map<string, ReturnType<typeof file.tree>>();
  for (const [key, branch] of wanted) {
    try {
      if (!trees.has(key)) trees.set(key, file.tree(key));
      const tree = await trees.get(key)!;
      const { unsupported } = tree.branch(branch);
      if (unsupported !== undefined) {
        out.push({ unsupported });
        continue;
      }
      const layout = await tree.column(branch, { workers: 2 });
      out.push({
        columns: canonical(layout).map(({ path, dtype, n, sha256: sum }) => {
          return { path, dtype, n, sha256: sum };
        }),
      });
      dispose(layout);
    } catch (error) {
      out.push({ error: String(error) });
    }
  }
  return out;
}

/** The fixed work in a module worker. */
export function worker(url: string): Promise<unknown> {
  const thread = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    thread.onmessage = ({ data }) => resolve(data);
    thread.onerror = (event) => reject(new Error(event.message));
    thread.postMessage(new URL(url, location.href).href);
  });
}

/** Sums of the bits of every correction tool and payload, in their first variations. */
export async function corrections(objects: number): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const kind of throughputKinds) {
    const workload = await makeWorkload({ kind, first: 0, objects, variations: 5 });
    sums[kind] = workload.checksum();
  }
  return sums;
}
