import { FormatError } from "../errors.ts";
import type { Interpretation } from "./interpretation.ts";
import { interpret } from "./interpretation.ts";
import type { Streamers } from "./jsroot.ts";
import { isWhole, items, type RawBasket, type RawBranch, type RawTree } from "./metadata.ts";
import type { ByteRange } from "./source.ts";

/** A branch of a tree: what it holds and how it is stored. */
export interface Branch {
  /** Its own name. */
  readonly name: string;
  /** Names from the top branch down, joined with `/`; a second branch of one path ends in `#2`. */
  readonly path: string;
  readonly title: string;
  /** The C++ type in uproot's spelling: `float`, `float[]`, `std::vector<int32_t>`. */
  readonly typename: string;
  readonly interpretation: Interpretation;
  /** Why it cannot be read; absent where it can. */
  readonly unsupported?: string;
  readonly entries: number;
  /** Of new baskets, as the branch was set: "zlib", "lzma", "lz4", "zstd" or "none". */
  readonly codec: string;
  /** Bytes of the baskets on file, their keys included. */
  readonly compressedBytes: number;
  /** Bytes of the baskets when decompressed, their keys included. */
  readonly uncompressedBytes: number;
  readonly baskets: number;
}

/** A branch with its metadata as streamed. */
export interface StoredBranch extends Branch {
  readonly raw: RawBranch;
}

/** What the branches of a tree take from its file. */
export interface FileFacts {
  readonly streamers: Streamers;
  /** The codec that the header names. */
  readonly codec: string;
  /** Tells files apart that have the same name. */
  readonly uuid: string;
}

/** Deeper than any class; a longer chain is a damaged file. */
const MAX_DEPTH = 100;

/**
 * Every branch of a tree in file order, a branch's sub-branches behind it.
 *
 * @param where  file and tree, for messages
 */
export function readBranches(tree: RawTree, file: FileFacts, where: string): StoredBranch[] {
  const out: StoredBranch[] = [];
  const seen = new Map<string, number>();
  const taken = new Set<RawBranch>();

  function add(raw: RawBranch, prefix: string, depth: number): void {
    if (!isWhole(raw)) {
      const path = `${where}:${prefix}${raw.fName ?? ""}`;
      throw new FormatError(`${path}: branch ${out.length} (${raw._typename}) lacks metadata`, {
        path,
      });
    }
    if (depth > MAX_DEPTH || taken.has(raw)) return;
    taken.add(raw);
    const path = prefix + raw.fName;
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    out.push(describe(raw, count > 1 ? `${path}#${count}` : path, prefix === "", file));
    for (const child of items(raw.fBranches)) add(child, `${path}/`, depth + 1);
  }

  for (const raw of items(tree.fBranches)) add(raw, "", 0);
  return out;
}

function describe(raw: RawBranch, path: string, top: boolean, file: FileFacts): StoredBranch {
  const { interpretation, typename } = interpret(raw, top, file.streamers);
  const common = {
    name: raw.fName,
    path,
    title: raw.fTitle,
    typename,
    interpretation,
    entries: Number(raw.fEntries),
    codec: codecOf(raw, file.codec),
    compressedBytes: Number(raw.fZipBytes),
    uncompressedBytes: Number(raw.fTotBytes),
    baskets: storedBaskets(raw).length,
    raw,
  };
  const reason = reasonAgainst(raw, interpretation);
  return reason === undefined ? common : { ...common, unsupported: reason };
}

function reasonAgainst(raw: RawBranch, interpretation: Interpretation): string | undefined {
  if (interpretation.kind === "unsupported") return interpretation.reason;
  if (interpretation.kind === "grouped") return "it has no data of its own: read its sub-branches";
  // Those not yet written when the tree was are in the tree itself.
  if (raw.fFileName && storedBaskets(raw).some(({ record }) => record !== undefined)) {
    return `its baskets are in another file, "${raw.fFileName}"`;
  }
  return undefined;
}

/** Some writers do not say it of the branch, only of the file. */
function codecOf({ fCompress, fZipBytes, fTotBytes }: RawBranch, fileCodec: string): string {
  const codec = codecName(fCompress);
  return codec === "none" && Number(fZipBytes) < Number(fTotBytes) ? fileCodec : codec;
}

/** ROOT::RCompressionSetting::EAlgorithm; 0 is ROOT's default of its time, zlib. */
const algorithms = ["zlib", "zlib", "lzma", "CS", "lz4", "zstd"];

/** The codec of a compression setting, `100 * algorithm + level`; level 0 is none. */
export function codecName(setting: number): string {
  if (setting % 100 === 0) return "none";
  return algorithms[Math.floor(setting / 100)] ?? `algorithm ${Math.floor(setting / 100)}`;
}

/** Basket `i` of a branch: on file where it has a position there, else in the tree itself. */
export interface StoredBasket {
  readonly i: number;
  /** Position and bytes on file. */
  readonly record: ByteRange | undefined;
  readonly embedded: RawBasket | undefined;
}

/**
 * The baskets with entries, in order. One that is on file may have left a copy of itself in the
 * tree, which does not count.
 */
export function storedBaskets(raw: RawBranch): StoredBasket[] {
  const { fBasketSeek, fBasketBytes, fWriteBasket } = raw;
  const inTree = Array.isArray(raw.fBaskets?.arr) ? raw.fBaskets.arr : [];
  const baskets: StoredBasket[] = [];
  const n = Math.max(Math.min(fWriteBasket, fBasketSeek.length), inTree.length);
  for (let i = 0; i < n; i++) {
    const position = i < fWriteBasket ? Number(fBasketSeek[i] ?? 0) : 0;
    const embedded = inTree[i];
    if (position !== 0) {
      baskets.push({ i, record: { position, length: fBasketBytes[i] }, embedded: undefined });
    } else if (embedded && embedded.fNevBuf > 0) {
      baskets.push({ i, record: undefined, embedded });
    }
  }
  return baskets;
}

/** First entries of a branch's baskets, in order; none for a branch without. */
export function basketStarts(raw: RawBranch): number[] {
  const starts: number[] = [];
  let stop = 0;
  for (const { i, embedded } of storedBaskets(raw)) {
    starts.push(stop);
    stop = embedded === undefined ? Number(raw.fBasketEntry[i + 1]) : stop + embedded.fNevBuf;
  }
  return starts;
}
