// The paper's Program 3: a calibration tool, called on electrons with the name of a systematic, and the mass of
// the two electrons of an event.
//
//     npx tsx examples/paper/3-calibration.ts PHYSLITE.root

import { ak, corrections, openRoot, vector } from "hepwasm";

const tool = new corrections.EgammaCalibrationAndSmearingTool({
  ESModel: "demo_v1",
  useFastSim: 0,
});
await tool.initialize();

const file = await openRoot(process.argv[2]);
const events = await (await file.tree("CollectionTree")).arrays(
  /^(AnalysisElectrons|EventInfo)AuxDyn[.](pt|eta|phi|m|eventNumber)$/,
);
const own = (name: string) => events.field(`AnalysisElectronsAuxDyn.${name}`);
const [pt, eta, phi, m] = ["pt", "eta", "phi", "m"].map(own);
// The electrons' own directions stand for those of their clusters.
const electrons = ak.zip({ pt, eta, phi, m, cl_eta: eta, cl_phi: phi });
const columns = { eventNumber: events.field("EventInfoAuxDyn.eventNumber") };

for (const sys of ["", "EG_RESOLUTION_ALL__1up", "EG_SCALE_ALL__1down"]) {
  const { newPt } = tool(electrons, { sys, columns });
  const pairs = vector.zip({ pt: newPt, eta, phi, mass: m }).filter(ak.equal(ak.num(pt), 2));
  console.log(`${sys || "nominal"}: ${ak.divide(vector.sum(pairs).mass, 1000)} GeV`);
}
