// Decompression of baskets, ours beside node:zlib: npx tsx bench/codec/main.ts
import { deflateSync, inflateSync } from "node:zlib";
import { Bench } from "tinybench";
import { adler32 } from "../../src/codec/adler32.ts";
import type { Codec } from "../../src/codec/codec.ts";
import { lz4 } from "../../src/codec/lz4.ts";
import { xxhash64 } from "../../src/codec/xxhash64.ts";
import { zlib } from "../../src/codec/zlib.ts";
import { reserve } from "../../src/wasm/column.ts";
import { compress, frame } from "../../test/codec/lz4-reference.ts";
import { generator } from "../../test/codec/samples.ts";

type Put = (view: DataView, at: number, random: () => number) => void;

/** Columns of four-lepton events as baskets hold them: 4 bytes each, big-endian. */
const columns: Record<string, Put> = {
  // A falling spectrum in MeV.
  "lep_pt f32": (view, at, random) => view.setFloat32(at, 7000 + 9000 * (1 / random() - 1)),
  "lep_eta f32": (view, at, random) =>
    view.setFloat32(at, (random() + random() + random() - 1.5) * 1.6),
  "lep_type i32": (view, at, random) => view.setUint32(at, random() < 0.5 ? 11 : 13),
  "offsets i32": (view, at, random) =>
    view.setInt32(at, at === 0 ? 0 : view.getInt32(at - 4) + (random() < 0.9 ? 16 : 20)),
};

function basket(put: Put, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes));
  const random = generator(4);
  for (let at = 0; at < bytes; at += 4) put(view, at, random);
  return new Uint8Array(view.buffer);
}

const target = reserve("uint8", 2 ** 20);

/** Megabytes of output per second, from the median time. */
async function speeds(works: Record<string, () => void>, bytes: number): Promise<number[]> {
  const bench = new Bench({ time: 300, warmupTime: 100 });
  for (const [name, work] of Object.entries(works)) bench.add(name, work);
  await bench.run();
  return bench.tasks.map(({ result }) => {
    if (!("latency" in result)) throw new Error(`benchmark: ${result.state}`);
    return bytes / 1000 / result.latency.p50;
  });
}

/** Frames of one basket each, so many that they make up 1 MB. */
function runner(codec: Codec, compressed: Uint8Array, length: number): () => void {
  return () => {
    for (let at = 0; at < target.length; at += length) codec(compressed, target, at, length);
  };
}

function check(data: Uint8Array): void {
  const got = target.view().subarray(target.length - data.length);
  if (Buffer.compare(got, data) !== 0) throw new Error("wrong bytes");
}

const node: Codec = (compressed, into, at) => into.view().set(inflateSync(compressed), at);

const rows: Record<string, Record<string, number | string>> = {};
for (const [name, put] of Object.entries(columns)) {
  for (const size of [65536, 2 ** 20]) {
    const data = basket(put, size);
    const deflated = deflateSync(data, { level: 1 });
    const block = frame(compress(data));
    const works = {
      zlib: runner(zlib, deflated, size),
      node: runner(node, deflated, size),
      lz4: runner(lz4, block, size),
    };
    for (const work of Object.values(works)) {
      target.view().fill(0);
      work();
      check(data);
    }
    const [ours, peer, fast] = (await speeds(works, target.length)).map(Math.round);
    rows[`${name}, ${size / 1024} kB`] = {
      "zlib size": `1/${(size / deflated.length).toFixed(2)}`,
      "zlib MB/s": ours,
      "node:zlib MB/s": peer,
      ratio: (ours / peer).toFixed(2),
      "lz4 size": `1/${(size / block.length).toFixed(2)}`,
      "lz4 MB/s": fast,
    };
  }
}
console.table(rows);

const bytes = target.view();
const [xx, adler] = await speeds(
  { xxhash64: () => void xxhash64(bytes), adler32: () => void adler32(bytes) },
  bytes.length,
);
console.log(
  `checksums of 1 MB: xxhash64 ${Math.round(xx)} MB/s, adler32 ${Math.round(adler)} MB/s`,
);
