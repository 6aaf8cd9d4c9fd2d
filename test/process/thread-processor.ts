import type { AwkwardArray } from "../../src/array/array.ts";
import { sum } from "../../src/array/reduce.ts";
import { Hist } from "../../src/hist/hist.ts";
import type { Events, Processor } from "../../src/process/processor.ts";

interface Out {
  h: Hist;
  sums: Record<string, number>;
  met: AwkwardArray;
  files: Set<string>;
  counts: Map<string, bigint>;
  longest: Longest;
}

/** How a processor misbehaves. */
interface Settings {
  readonly fail?: boolean;
  /** Never ends; says here that it began, in shared memory. */
  readonly busy?: Int32Array | undefined;
  /** How many threads are to end by themselves, in shared memory. */
  readonly deaths?: Int32Array | undefined;
}

/** A class of accumulators of the user's own. */
export class Longest {
  readonly events: number;
  constructor(events: number) {
    this.events = events;
  }
  addInPlace(other: Longest): void {
    Object.assign(this, { events: Math.max(this.events, other.events) });
  }
  toPlain(): unknown {
    return { events: this.events };
  }
  static fromPlain(plain: unknown): Longest {
    return new Longest((plain as { events: number }).events);
  }
}

/** Something of each kind that a processor returns, with sums that depend on their order. */
export class ThreadProcessor implements Processor<Out> {
  readonly accumulators = [Longest];
  readonly fail: boolean;
  readonly #busy: Int32Array | undefined;
  readonly #deaths: Int32Array | undefined;

  constructor({ fail = false, busy, deaths }: Settings = {}) {
    this.fail = fail;
    this.#busy = busy;
    this.#deaths = deaths;
  }

  process(events: Events): Out {
    const { dataset, filename } = events.metadata;
    const met = events.MET_px;
    if (this.fail && events.length > 100) throw new RangeError("as the settings say");
    if (this.#deaths !== undefined && events.length > 100 && Atomics.sub(this.#deaths, 0, 1) > 0) {
      (globalThis as unknown as { process: { exit(code: number): void } }).process.exit(3);
    }
    if (this.#busy !== undefined && events.length > 100) {
      Atomics.store(this.#busy, 0, 1);
      for (;;);
    }
    const h = Hist.new.reg(20, -100, 100, { name: "met" }).weight();
    h.fill({ met }, { weight: events.MET_py });
    return {
      h,
      sums: { [dataset]: Number(sum(met)) },
      met: events.MET_px,
      files: new Set([filename]),
      counts: new Map([[dataset, BigInt(events.length)]]),
      longest: new Longest(events.length),
    };
  }
}
