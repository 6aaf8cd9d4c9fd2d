import type { AwkwardArray } from "../../src/array/array.ts";
import { zip } from "../../src/array/zip.ts";
import { EgammaCalibrationAndSmearingTool, variations } from "../../src/corrections/index.ts";
import type { Events, Processor } from "../../src/process/processor.ts";

const tool = new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0 });
await tool.initialize();

/** Calibrated momenta of each variation, in the events' lists. */
export class Calibration implements Processor<Record<string, AwkwardArray>> {
  process(events: Events): Record<string, AwkwardArray> {
    const { pt, eta, phi, eventNumber } = events;
    const electrons = zip({ pt, eta, phi, m: phi, cl_eta: eta, cl_phi: phi });
    const names = ["", "Scale_up", "Res_down"];
    const made = variations(electrons, tool, names, { columns: { eventNumber } });
    return Object.fromEntries(names.map((name) => [name || "nominal", made[name].field("pt")]));
  }
}
