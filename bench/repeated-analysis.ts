import type { Events, Processor } from "hepwasm";
import { HZZAnalysis, type HZZResult } from "../examples/higgs/analysis.ts";

/** The paper's Program 2, done several times over: chunks that take as long as one wants. */
export class RepeatedAnalysis implements Processor<HZZResult> {
  readonly #times: number;
  readonly #analysis = new HZZAnalysis();

  constructor({ times = 1 } = {}) {
    this.#times = times;
  }

  process(events: Events): HZZResult {
    for (let i = 1; i < this.#times; i++) this.#analysis.process(events);
    return this.#analysis.process(events);
  }
}
