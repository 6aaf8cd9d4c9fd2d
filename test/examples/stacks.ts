import { fileURLToPath } from "node:url";
import { run } from "hepwasm";
import { HZZAnalysis } from "../../examples/higgs/analysis.ts";
import catalogue from "../../examples/higgs/samples.json" with { type: "json" };

const bundled = fileURLToPath(new URL("../../examples/higgs/sample/", import.meta.url));
const fileset = Object.fromEntries(
  Object.entries(catalogue.samples).map(([name, sample]) => [
    name,
    { files: [`${bundled}mc_${sample.DSID}.${name}.4lep.root`], metadata: { sample } },
  ]),
);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** A sum of weights, and its variance. */
interface Estimate {
  value: number;
  variance: number;
}

/** Each stack in 80-250 GeV, with the statistical error that summary.json does not hold. */
export async function sumsOfStacks(): Promise<Record<string, Estimate>> {
  const { MC } = await run(fileset, new HZZAnalysis(), { treeName: "mini" });
  const stacks: Record<string, Estimate> = {};
  for (const [name, { stack }] of Object.entries(catalogue.samples)) {
    const nominal = MC.slice({ dataset: name, variation: "nominal" });
    const before = stacks[stack] ?? { value: 0, variance: 0 };
    stacks[stack] = {
      value: before.value + sum(nominal.values()),
      variance: before.variance + sum(nominal.variances()!),
    };
  }
  return stacks;
}
