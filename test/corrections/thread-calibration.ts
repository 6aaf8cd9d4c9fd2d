import type { AwkwardArray } from "../../src/array/array.ts";
import { flatten, fromTypedArray, num } from "../../src/array/index.ts";
import type { Events, Processor } from "../../src/process/processor.ts";
import { made, makers, run } from "./six-tools.ts";

const names = Object.keys(makers);
const tools = await Promise.all(names.map(made));

/** All outputs of the six tools in some variations, one value for each electron. */
export class Calibration implements Processor<Record<string, AwkwardArray>> {
  process(events: Events): Record<string, AwkwardArray> {
    const { pt, eta, phi, eventNumber } = events;
    const counts = Array.from(num(pt).toTypedArray(), Number);
    const flat = (of: AwkwardArray): Float64Array =>
      Float64Array.from(flatten(of).toTypedArray() as Float32Array);
    const numbers = Array.from(eventNumber.toTypedArray() as BigUint64Array, Number);
    const momenta = flat(pt);
    const directions = { eta: flat(eta), phi: flat(phi) };
    const event = Float64Array.from(
      counts.flatMap((n, i) => new Array<number>(n).fill(numbers[i])),
    );
    /** What the tools ask for, from what the file has. */
    const values: Readonly<Record<string, Float64Array>> = {
      ...directions,
      cl_eta: directions.eta,
      cl_phi: directions.phi,
      eventNumber: event,
      flavor: event.map((x) => x % 6),
      mu: event.map((x) => (x % 800) / 10),
      actual_mu: event.map((x) => (x % 700) / 10),
      runNumber: event.map(() => 284500),
      mcChannelNumber: event.map((x) => 361106 + (x % 4)),
    };
    const out: Record<string, AwkwardArray> = {};
    for (const [i, tool] of tools.entries()) {
      const inputs = tool.columns.filter(({ access }) => access === "input");
      const objects = Object.fromEntries(inputs.map(({ name }) => [name, values[name] ?? momenta]));
      const varied = run(tool, objects, ["", ...tool.affectingSystematics.slice(0, 2)]);
      for (const [variation, outputs] of Object.entries(varied)) {
        for (const [output, column] of Object.entries(outputs)) {
          out[`${names[i]}: ${variation} ${output}`] = fromTypedArray(column);
        }
      }
    }
    return out;
  }
}
