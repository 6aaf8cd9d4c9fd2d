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
}

/** Something of each kind that a processor returns, with sums that depend on their order. */
export class ThreadProcessor implements Processor<Out> {
  readonly fail: boolean;
  readonly busy: boolean;

  constructor({ fail = false, busy = false } = {}) {
    this.fail = fail;
    this.busy = busy;
  }

  process(events: Events): Out {
    const { dataset, filename } = events.metadata;
    const met = events.MET_px;
    if (this.fail && events.length > 100) throw new RangeError("as the settings say");
    while (this.busy && events.length > 100);
    const h = Hist.new.reg(20, -100, 100, { name: "met" }).weight();
    h.fill({ met }, { weight: events.MET_py });
    return {
      h,
      sums: { [dataset]: Number(sum(met)) },
      met: events.MET_px,
      files: new Set([filename]),
      counts: new Map([[dataset, BigInt(events.length)]]),
    };
  }
}
