import type { Events, Processor } from "hepwasm";
import { serveProcessor } from "hepwasm/process";
import { HZZAnalysis } from "../../../examples/higgs/analysis.ts";

/** Never ends, once it has events. */
const endless: Processor<number> = {
  process(events: Events) {
    while (events.length > 0);
    return 0;
  },
};

serveProcessor((settings) => (settings === "endless" ? endless : new HZZAnalysis()));
