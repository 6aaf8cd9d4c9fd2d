import type { Events, Processor } from "hepwasm";
import { serveProcessor } from "hepwasm/process";
import { HZZAnalysis, type HZZResult } from "../../../examples/higgs/analysis.ts";

/** Never ends, once it has events, and says that it began. */
const endless: Processor<number> = {
  process(events: Events) {
    if (events.length > 0) new BroadcastChannel("endless").postMessage("begun");
    while (events.length > 0);
    return 0;
  },
};

/** Closes its worker at its first events, when it has the name for it. */
class Closing extends HZZAnalysis {
  override process(events: Events): HZZResult {
    if (self.name === "closes" && events.length > 0) self.close();
    return super.process(events);
  }
}

serveProcessor((settings) => {
  if (settings === "endless") return endless;
  return settings === "closing" ? new Closing() : new HZZAnalysis();
});
