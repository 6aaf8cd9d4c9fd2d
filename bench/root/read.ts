import { deepStrictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { scope } from "hepwasm";
import { type Codec, lz4, xz, zlib, zstd } from "hepwasm/codec";
import { reserve } from "hepwasm/wasm";
import { digests, readAll } from "../events.ts";
import { type BenchCodec, eventsFile, skipped } from "../input.ts";
import { peakMemory } from "../memory.ts";
import { hasPackage, startPeer } from "../peer.ts";
import {
  type BenchRows,
  inTurn,
  median,
  type Row,
  type Sample,
  timeOnce,
  timingOf,
} from "../row.ts";
import { runAlone } from "../table.ts";

/** A run, and what of it went into decompression. */
interface ReadSample extends Sample {
  readonly codec: number;
}

const codecs: Readonly<Record<string, Codec>> = { ZL: zlib, L4: lz4, ZS: zstd, XZ: xz };
const cases: readonly { codec: BenchCodec; basket: number }[] = [100_000, 4_000].flatMap((basket) =>
  (["none", "lz4", "zstd", "zlib", "xz"] as const).map((codec) => ({ codec, basket })),
);

/**
 * All columns of 1 M events, from opening the file to arrays in memory; then the same without
 * decompression: from each run of ours we take the time of the same frames decompressed alone right
 * after it, from the peer's what the run spent in its decompress functions.
 */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 1_000_000;
  const minTime = quick ? 100 : 2000;
  for (const { codec, basket } of cases) {
    // Slow, and one of each shows that it works.
    if (quick && codec === "xz" && basket === 4_000) continue;
    const name = `read, ${codec}${basket === 4_000 ? ", 64 kB baskets" : ""}`;
    const file = await eventsFile({ events, codec, basket });
    if (file === undefined) {
      skipped(name, "there is no input and no Python to make it");
      continue;
    }
    const peer = await startPeer<Record<string, string>, ReadSample>("read", [file]);
    const read = await readAll(file);
    if (peer) deepStrictEqual(digests(read), peer.answer);
    read.dispose();

    const frames = codec === "none" ? [] : compressedFrames(readFileSync(file), events, basket);
    const once = async (): Promise<ReadSample[]> => {
      const whole = await timeOnce(async () => (await readAll(file)).dispose());
      const part = await timeOnce(() => decompressAll(frames));
      return [{ ...whole, codec: part.ms }];
    };
    const { ours, theirs } = await inTurn(once, peer, { minTime });
    peer?.close();
    const work = { amount: events, unit: "events" };
    const of = (samples: ReadSample[]) => ({ ...timingOf(samples), name: peer?.name ?? "" });
    yield {
      name,
      ours: timingOf(ours),
      peer: peer && of(theirs),
      work,
      note: await peakMemory(file),
    };
    if (codec === "zlib") yield* besideIsal(name, file, minTime, work);
    if (codec === "none") continue;

    // A difference of two timings: where other work disturbed them so that nothing is left, it says
    // nothing, and the row is not printed.
    const rest = ({ ms, codec: spent }: ReadSample) => ({ ms: ms - spent, codec: 0 });
    const left = [ours, ...(peer ? [theirs] : [])].map((s) => median(s.map((one) => rest(one).ms)));
    if (left.some((ms) => ms <= 0)) {
      console.error(`${name}, without decompression: too much else is running to tell`);
      continue;
    }
    const spent = (samples: ReadSample[]) => `${median(samples.map((s) => s.codec)).toFixed(1)} ms`;
    yield {
      name: `${name}, without decompression`,
      ours: timingOf(ours.map(rest)),
      peer: peer && of(theirs.map(rest)),
      work,
      note: `decompression alone: ours ${spent(ours)}${peer ? `, peer ${spent(theirs)}` : ""}`,
    };
  }
};

/** The same where the peer has the fastest library for zlib that it can use. */
async function* besideIsal(
  name: string,
  file: string,
  minTime: number,
  work: Row["work"],
): AsyncGenerator<Row> {
  const title = `${name}, peer with isal`;
  if (!hasPackage("isal")) return skipped(title, "the peers' Python has no isal");
  const peer = await startPeer<Record<string, string>, ReadSample>("read", [file, "isal"]);
  const read = await readAll(file);
  deepStrictEqual(digests(read), peer?.answer);
  read.dispose();
  const once = async (): Promise<Sample[]> => [
    await timeOnce(async () => (await readAll(file)).dispose()),
  ];
  const { ours, theirs } = await inTurn(once, peer, { minTime });
  peer?.close();
  yield {
    name: title,
    ours: timingOf(ours),
    peer: { ...timingOf(theirs), name: `${peer?.name} with isal` },
    work,
  };
}

interface Frame {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** The compressed frames of all baskets: of every key of class TBasket that says where it lies. */
function compressedFrames(file: Buffer, events: number, basket: number): Frame[][] {
  const baskets: Frame[][] = [];
  const name = Buffer.from("\x07TBasket", "latin1");
  for (let at = file.indexOf(name); at >= 0; at = file.indexOf(name, at + 1)) {
    const small = file.readUInt32BE(at - 8) === at - 26;
    const big = Number(file.readBigUInt64BE(at - 16)) === at - 34;
    if (!small && !big) continue;
    const key = small ? at - 26 : at - 34;
    baskets.push(
      framesOf(file.subarray(key + file.readUInt16BE(key + 14), key + file.readInt32BE(key))),
    );
  }
  const branches = 15;
  deepStrictEqual(baskets.length, branches * Math.ceil(events / basket), "baskets in the file");
  return baskets;
}

function framesOf(payload: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < payload.length; ) {
    const codec = codecs[payload.toString("latin1", at, at + 2)];
    if (codec === undefined) return frames; // stored as it is
    const compressed = payload.readUIntLE(at + 3, 3);
    const length = payload.readUIntLE(at + 6, 3);
    frames.push({ codec, bytes: payload.subarray(at + 9, at + 9 + compressed), length });
    at += 9 + compressed;
  }
  return frames;
}

function decompressAll(baskets: readonly Frame[][]): void {
  for (const frames of baskets) {
    scope(() => {
      const target = reserve(
        "uint8",
        frames.reduce((sum, { length }) => sum + length, 0),
      );
      let at = 0;
      for (const { codec, bytes, length } of frames) {
        codec(bytes, target, at, length);
        at += length;
      }
    });
  }
}

await runAlone(import.meta.url, rows);
