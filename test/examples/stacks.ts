// Run by higgs.test.ts in a process of its own, where `hepwasm` is the built package: prints sum and
// variance of each sample in 80-250 GeV, for the statistical error that summary.json does not hold.
import { run } from "hepwasm";
import { HZZAnalysis } from "../../examples/higgs/analysis.ts";
import catalogue from "../../examples/higgs/samples.json" with { type: "json" };

const fileset = Object.fromEntries(
  Object.entries(catalogue.samples).map(([name, sample]) => [
    name,
    {
      files: [`examples/higgs/sample/mc_${sample.DSID}.${name}.4lep.root`],
      metadata: { sample },
    },
  ]),
);
const { MC } = await run(fileset, new HZZAnalysis(), { treeName: "mini" });
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const stacks: Record<string, { value: number; variance: number }> = {};
for (const [name, { stack }] of Object.entries(catalogue.samples)) {
  const nominal = MC.slice({ dataset: name, variation: "nominal" });
  const before = stacks[stack] ?? { value: 0, variance: 0 };
  stacks[stack] = {
    value: before.value + sum(nominal.values()),
    variance: before.variance + sum(nominal.variances()!),
  };
}
console.log(JSON.stringify(stacks));
