import { xxhash64 } from "../codec/xxhash64.ts";
import { FormatError, UnsupportedError, UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { type AccumulatorClass, merge } from "./accumulate.ts";
import { accumulatorFromBytes, accumulatorToBytes } from "./accumulator-bytes.ts";
import { MergeTree } from "./merge-tree.ts";
import { type ChunkReport, clock } from "./report.ts";
import type { Failure } from "./thread-messages.ts";

// What part of a run leaves behind, in bytes:
//
//   0   "heppart" and a zero
//   8   u32le version
//   12  u32le bytes of the header
//   16  XXH64 of the header, u64le
//   24  header: JSON { plan, count, nodes: [[index, width, size], …], chunks, skipped, columns, seconds }
//   …   the nodes, as accumulatorToBytes has them (with checksums of their own)

const MAGIC: readonly number[] = [0x68, 0x65, 0x70, 0x70, 0x61, 0x72, 0x74, 0];
const VERSION = 1;
const PREFIX = 24;

interface Header {
  readonly plan: string;
  readonly count: number;
  readonly processor?: string | undefined;
  readonly nodes: readonly (readonly [index: number, width: number, size: number])[];
  readonly chunks: readonly ChunkReport[];
  readonly skipped: readonly SkippedChunk[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly seconds: Seconds;
}

/** A chunk that was left out, and why. */
export interface SkippedChunk {
  readonly index: number;
  readonly failure: Failure;
}

interface Seconds {
  read: number;
  process: number;
  merge: number;
}

/**
 * The result of some chunks of a plan, as far as they can be summed without the others: chunks merge
 * in the one tree of the plan (`MergeTree`), so the whole is the same bits however it was cut.
 */
export class PartialResult {
  /** Names the plan: parts of different plans do not add up. */
  readonly plan: string;
  /** Chunks of the whole plan. */
  readonly count: number;
  /** Where its processor is found, for those who sum without knowing it. */
  processor: string | undefined;
  readonly chunks: ChunkReport[] = [];
  /** Their places in the tree stay empty. */
  readonly skipped: SkippedChunk[] = [];
  readonly seconds: Seconds = { read: 0, process: 0, merge: 0 };
  readonly #columns = new Map<string, Set<string>>();
  readonly #tree: MergeTree<unknown>;

  constructor(plan: string, count: number) {
    this.plan = plan;
    this.count = count;
    this.#tree = new MergeTree(count, (left, right, first, stop) => {
      const start = clock();
      const merged = this.#merge(left, right, first, stop);
      this.seconds.merge += clock() - start;
      return merged;
    });
  }

  /** Columns used, by dataset. */
  get columns(): Record<string, string[]> {
    return Object.fromEntries([...this.#columns].map(([name, set]) => [name, [...set]]));
  }

  /** The sum of all chunks. @throws RangeError while some are missing */
  get result(): unknown {
    return this.#tree.result;
  }

  /** Chunks that nobody has entered or left out. */
  get missing(): number[] {
    const there = new Set([...this.chunks, ...this.skipped].map(({ index }) => index));
    return Array.from({ length: this.count }, (_, i) => i).filter((i) => !there.has(i));
  }

  /** Enters the result of one chunk. */
  put(out: unknown, report: ChunkReport, columns: readonly string[]): void {
    this.chunks.push(report);
    this.seconds.read += report.seconds.read;
    this.seconds.process += report.seconds.process;
    this.#use(report.dataset, columns);
    this.#tree.put(report.index, out);
  }

  /** Leaves out a chunk. */
  skip(index: number, failure: Failure): void {
    this.skipped.push({ index, failure });
    this.#tree.put(index, undefined);
  }

  /**
   * Adds what `toBytes` wrote of other chunks of the same plan.
   *
   * @throws UsageError for another plan, or chunks that are already there
   */
  add(bytes: Uint8Array, classes?: readonly AccumulatorClass[]): void {
    const { header, nodes } = parse(bytes);
    if (header.plan !== this.plan || header.count !== this.count) {
      throw new UsageError("these results belong to different plans of chunks");
    }
    this.chunks.push(...header.chunks);
    this.skipped.push(...header.skipped);
    for (const stage of ["read", "process", "merge"] as const) {
      this.seconds[stage] += header.seconds[stage];
    }
    for (const [dataset, columns] of Object.entries(header.columns)) this.#use(dataset, columns);
    for (const [i, [index, width]] of header.nodes.entries()) {
      try {
        this.#tree.put(index, accumulatorFromBytes(nodes[i], classes), width);
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new UsageError(`chunk ${index} is in more than one of these results`, { cause });
      }
    }
  }

  toBytes(classes?: readonly AccumulatorClass[]): Uint8Array {
    const held = this.#tree.nodes();
    const nodes = held.map(({ index, width, value }) => {
      const stop = Math.min(index + width, this.count);
      return this.#placed(index, stop, () => accumulatorToBytes(value, classes));
    });
    const { plan, count, processor, chunks, skipped, columns, seconds } = this;
    const places = held.map(({ index, width }, i) => [index, width, nodes[i].length] as const);
    const known = { plan, count, processor };
    const header: Header = { ...known, nodes: places, chunks, skipped, columns, seconds };
    const text = new TextEncoder().encode(JSON.stringify(header));
    const size = nodes.reduce((sum, { length }) => sum + length, PREFIX + text.length);
    const bytes = new Uint8Array(size);
    bytes.set(MAGIC);
    const view = new DataView(bytes.buffer);
    view.setUint32(8, VERSION, true);
    view.setUint32(12, text.length, true);
    view.setBigUint64(16, xxhash64(text), true);
    bytes.set(text, PREFIX);
    let at = PREFIX + text.length;
    for (const node of nodes) {
      bytes.set(node, at);
      at += node.length;
    }
    return bytes;
  }

  /** Frees what is held. */
  dispose(): void {
    dispose(this.#tree.held());
  }

  #use(dataset: string, columns: readonly string[]): void {
    const set = this.#columns.get(dataset) ?? new Set();
    for (const name of columns) set.add(name);
    this.#columns.set(dataset, set);
  }

  #merge(left: unknown, right: unknown, first: number, stop: number): unknown {
    return this.#placed(first, stop, () => {
      try {
        return merge(left, right);
      } catch (error) {
        dispose([left, right]);
        throw error;
      }
    });
  }

  /** Does something with the results of the chunks `[first, stop)`; its error names them. */
  #placed<T>(first: number, stop: number, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const file = (index: number): string =>
        this.chunks.find((chunk) => chunk.index === index)?.filename ?? "?";
      const why = cause instanceof Error ? cause.message : String(cause);
      const place =
        stop === first + 1
          ? `the result of chunk ${first} (${file(first)})`
          : `results of chunks ${first} to ${stop - 1} (${file(first)} to ${file(stop - 1)})`;
      throw new UsageError(`${place}: ${why}`, { cause });
    }
  }
}

/** Of the bytes of one chunk's result: the accumulator's bytes. */
export function accumulatorIn(bytes: Uint8Array): Uint8Array {
  return parse(bytes).nodes[0];
}

/** To which plan a part's bytes belong, and where the processor was found. */
export function planOf(bytes: Uint8Array): Pick<Header, "plan" | "count" | "processor"> {
  return parse(bytes).header;
}

function parse(bytes: Uint8Array): { header: Header; nodes: Uint8Array[] } {
  if (bytes.length < PREFIX || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError("these bytes are not a part of a result of hepwasm");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > VERSION) {
    throw new UnsupportedError(
      `a part of a result of format ${version}: this version of hepwasm reads up to ${VERSION}`,
      "newer results",
    );
  }
  const start = PREFIX + view.getUint32(12, true);
  const text = bytes.subarray(PREFIX, start);
  if (start > bytes.length || view.getBigUint64(16, true) !== xxhash64(text)) {
    throw new FormatError("a part of a result is truncated or damaged: its checksum is wrong");
  }
  const header = JSON.parse(new TextDecoder().decode(text)) as Header;
  let at = start;
  const nodes = header.nodes.map(([, , size]) => {
    at += size;
    return bytes.subarray(at - size, at);
  });
  if (at !== bytes.length) throw new FormatError("a part of a result is truncated");
  return { header, nodes };
}
