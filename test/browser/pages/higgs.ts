import { dispose, type Fileset, run } from "hepwasm";
import type { RunOptions } from "hepwasm/process";
import type { RootInput } from "hepwasm/root";
import { HZZAnalysis } from "../../../examples/higgs/analysis.ts";
import catalogue from "../../../examples/higgs/samples.json" with { type: "json" };
import { createHash } from "../node-crypto.ts";

/** The names of the sample files of examples/higgs. */
export const dataFiles: readonly string[] = ["A", "B", "C", "D"].map((p) => `data_${p}.4lep.root`);
export const simulationFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(catalogue.samples).map(([name, { DSID }]) => [
    name,
    `mc_${DSID}.${name}.4lep.root`,
  ]),
);

/** The discovery analysis over the bundled sample, whose files `open` finds: its results, hashed. */
export async function higgs(
  open: (name: string) => Promise<RootInput>,
  options: RunOptions = {},
): Promise<Record<string, unknown>> {
  const files = (names: readonly string[]) => Promise.all(names.map(open));
  const fileset: Fileset = { data: await files(dataFiles) };
  for (const [name, sample] of Object.entries(catalogue.samples)) {
    const mine = await files([simulationFiles[name]]);
    Object.assign(fileset, { [name]: { files: mine, metadata: { sample } } });
  }
  const out = await run(fileset, new HZZAnalysis(), { treeName: "mini", ...options });
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const results = {
    selected: Object.values(out.selected),
    data: sha256(out.data.toBytes()),
    MC: sha256(out.MC.toBytes()),
  };
  dispose(out);
  return results;
}
