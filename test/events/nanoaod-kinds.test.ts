import { describe, expect, it } from "vitest";
import { NanoEvents } from "../../src/events/nano-events.ts";
import { NanoAODSchema } from "../../src/events/nanoaod.ts";
import { PFNanoAODSchema, ScoutingNanoAODSchema } from "../../src/events/nanoaod-kinds.ts";
import { blobSink, recreateRoot } from "../../src/root/index.ts";

/** Three events as uproot writes a skim of them: a counter for each collection, and for each column. */
const columns = {
  nJet: [2, 0, 1],
  Jet_pt: [[50, 40], [], [30]],
  Jet_eta: [[1, 2], [], [0]],
  Jet_phi: [[1, 2], [], [0]],
  Jet_mass: [[5, 4], [], [3]],
  Jet_nConstituents: [[2, 1], [], [1]],
  nJetPFCands: [3, 0, 1],
  JetPFCands_pFCandsIdx: [[1, 0, 2], [], [0]],
  JetPFCands_jetIdx: [[0, 0, 1], [], [-1]],
  nPFCands: [3, 1, 1],
  PFCands_pt: [[1, 2, 3], [4], [5]],
  PFCands_eta: [[1, 2, 3], [4], [5]],
  PFCands_phi: [[1, 2, 3], [0], [1]],
  PFCands_mass: [[0, 0, 0], [0], [0]],
  PFCands_charge: [[1, -1, 0], [1], [1]],
  nScoutingPhoton: [1, 0, 0],
  ScoutingPhoton_pt: [[20], [], []],
  ScoutingPhoton_eta: [[0], [], []],
  ScoutingPhoton_phi: [[1], [], []],
  MET_fiducialGenPt: [10, 20, 30],
  MET_fiducialGenPhi: [1, 2, 3],
  nGenPart: [4, 0, 0],
  GenPart_pt: [[9, 8, 7, 6], [], []],
  GenPart_eta: [[1, 2, 3, 4], [], []],
  GenPart_phi: [[1, 2, 3, 0], [], []],
  GenPart_mass: [[0, 1, 1, 0], [], []],
  GenPart_pdgId: [[21, -4, -4, 11], [], []],
  // The second one's mother comes after it.
  GenPart_genPartIdxMother: [[-1, 2, 0, 1], [], []],
} as const;

async function fileOf(changed: Readonly<Record<string, unknown>> = {}): Promise<Blob> {
  const sink = blobSink();
  const file = await recreateRoot(sink, { compression: "none" });
  const types = Object.entries(columns).map(([name, [first]]) => {
    const integers = /^n|Idx|pdgId|nConst|charge/.test(name);
    const number = integers ? "int32" : "float32";
    return [name, Array.isArray(first) ? `var * ${number}` : number];
  });
  const tree = file.mktree("Events", Object.fromEntries(types));
  await tree.extend({ ...columns, ...changed } as never);
  await file.close();
  return sink.blob();
}

describe("kinds of NanoAOD", () => {
  it("have jets' constituents in PFNano", async () => {
    const events = await NanoEvents.fromRoot(await fileOf(), { schema: PFNanoAODSchema });
    const found = await NanoEvents.load(events, ({ Jet, JetPFCands, PFCands }) => [
      Jet.constituents.pf.pt.toList(),
      Jet.constituents.jet.pt.toList(),
      JetPFCands.jet.pt.toList(),
      JetPFCands.pf.charge.toList(),
      PFCands.px.type,
      Jet.pFCandsIdxG.toList(),
    ]);
    // coffea 2026.9
    expect(found).toEqual([
      [[[2, 1], [3]], [], [[5]]],
      [[[50, 50], [40]], [], [[null]]],
      [[50, 50, 40], [], [null]],
      [[-1, 1, 0], [], [1]],
      "3 * var * float64",
      [[[0n, 1n], [2n]], [], [[3n]]],
    ]);
    events.dispose();
  });

  it("count objects by the counter of the collection alone, and take chains as they come", async () => {
    const events = await NanoEvents.fromRoot(await fileOf(), { schema: NanoAODSchema });
    expect([...events.fields].filter((name) => name.startsWith("n"))).toEqual([]);
    const [deep, charge] = await NanoEvents.load(events, ({ GenPart, Jet }) => [
      GenPart.distinctChildrenDeepIdxG.toList(),
      Jet.charge.toList(),
    ]);
    // coffea 2026.9: of a chain whose first particle is not found nobody is the child.
    expect(deep).toEqual([[[], [], [], []], [], []]);
    expect(charge).toEqual([[0, 0], [], [0]]);
    events.dispose();
  });

  it("have scouting's names", async () => {
    const events = await NanoEvents.fromRoot(await fileOf(), { schema: ScoutingNanoAODSchema });
    const found = await NanoEvents.load(events, ({ ScoutingPhoton, MET }) => [
      ScoutingPhoton.m.toList(),
      ScoutingPhoton.charge.toList(),
      MET.pt.toList(),
    ]);
    expect(found).toEqual([
      [[0], [], []],
      [[0], [], []],
      [10, 20, 30],
    ]);
    events.dispose();
  });

  it("say where constituents do not belong to the jets", async () => {
    const changed = { Jet_nConstituents: [[2, 2], [], [1]] };
    const events = await NanoEvents.fromRoot(await fileOf(changed), { schema: PFNanoAODSchema });
    const pairs = NanoEvents.load(events, ({ Jet }) => Jet.constituents.pf.pt.toList());
    await expect(pairs).rejects.toThrow(
      'Jet.nConstituents counts other objects than the 4 of "JetPFCands"',
    );
    events.dispose();
  });
});
