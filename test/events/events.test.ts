import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { greater, multiply } from "../../src/array/functions.ts";
import { num } from "../../src/array/num.ts";
import { count, sum } from "../../src/array/reduce.ts";
import { type NanoArray, NanoEvents } from "../../src/events/nano-events.ts";
import {
  NanoAODSchema,
  NanoAODSchemaV5,
  NanoAODSchemaV6,
  NanoAODSchemaV7,
} from "../../src/events/nanoaod.ts";
import { PHYSLITESchema } from "../../src/events/physlite.ts";
import { BaseSchema, type Schema } from "../../src/events/schema.ts";
import { listDepth } from "../../src/events/source.ts";
import { addSystematic } from "../../src/events/systematics.ts";
import type { Events, Processor, SchemaEvents } from "../../src/process/processor.ts";
import { runWithReport } from "../../src/process/run.ts";
import { metricTable, nearest } from "../../src/vector/nearest.ts";
import { needsReference, requireData } from "../data.ts";

const nano = await requireData("root/coffea/nano_dy.root");
const physlite = await requireData("root/coffea/PHYSLITE_example.root");
const ntuple = await requireData("root/skhep/uproot-physlite-rntuple_v1-0-0-0.root");
const title = (what: string, path: string | undefined) =>
  path === undefined ? `${what} (${needsReference})` : what;

describe("listDepth", () => {
  it("counts the lists around the numbers of a C++ type", () => {
    expect(listDepth("float")).toBe(0);
    expect(listDepth("float[3]")).toBe(0);
    expect(listDepth("int32_t[]")).toBe(1);
    expect(listDepth("std::vector<std::vector<float>>")).toBe(2);
    expect(listDepth("ROOT::VecOps::RVec<float>")).toBe(1);
    expect(listDepth("std::vector<ElementLink<DataVector<xAOD::Jet_v1> >>")).toBe(1);
    expect(listDepth("ElementLink<DataVector<xAOD::Jet_v1> >")).toBe(0);
  });
});

describe.skipIf(nano === undefined)(title("NanoAOD events", nano), () => {
  const file = nano as string;

  it("follow links also after objects and events are filtered", async () => {
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    const [all, some] = await NanoEvents.load(events, (e) => {
      const kept = e.filter(greater(num(e.Electron), 1) as AwkwardArray).Electron;
      return [e.Electron.matched_gen.pdgId.toList(), kept.matched_gen.pdgId.toList()];
    });
    expect(some).toEqual(all.filter((list) => (list as unknown[]).length > 1));
    expect(some.length).toBeGreaterThan(0);
  });

  it("are read as far as what load returns needs, whichever way it holds it", async () => {
    const open = () => NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    const ids = await NanoEvents.load(await open(), (e) => e.Electron.matched_gen.pdgId.toList());
    const { pdgId } = await NanoEvents.load(await open(), ({ Electron }) => ({
      pdgId: Electron.matched_gen.pdgId,
    }));
    expect(pdgId.toList()).toEqual(ids);
    const [list, map] = await NanoEvents.load(await open(), (e) => [
      [e.Electron.matched_gen.pdgId] as const,
      new Map([["ids", e.Electron.matched_gen.pdgId]]),
    ]);
    expect((list as readonly NanoArray[])[0].toList()).toEqual(ids);
    expect((map as Map<string, NanoArray>).get("ids")?.toList()).toEqual(ids);
    // Also at the same time, and again after an array was freed.
    const shared = await open();
    const [one, other] = await Promise.all([
      NanoEvents.load(shared, (e) => ({ pt: e.Electron.pt })),
      NanoEvents.load(shared, (e) => ({ pt: e.Muon.pt, met: e.MET.pt })),
    ]);
    const [pt, met] = [one.pt.toList(), other.met.toList()];
    expect(pt.length).toBe(met.length);
    for (const array of [one.pt, other.met]) array.dispose();
    const again = await NanoEvents.load(shared, (e) => [e.Electron.pt, e.MET.pt]);
    expect(again.map((array) => array.toList())).toEqual([pt, met]);
    let calls = 0;
    const records = await NanoEvents.load(await open(), (e) => {
      calls++;
      return e.Electron.matched_gen;
    });
    expect(records.pdgId.toList()).toEqual(ids);
    // Fields are read together, not each after a call of its own.
    expect(calls).toBeLessThan(records.fields.length);
    // Of whole events only what was used.
    const some = await NanoEvents.load(await open(), (e) =>
      e.filter(greater(num(e.Electron), 1) as AwkwardArray),
    );
    expect(some.length).toBeGreaterThan(0);
    expect(() => some.Muon.pt.toList()).toThrow("has not been read");
  });

  it("have systematics that load nothing by themselves, and are taken along", async () => {
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    let calls = 0;
    const found = await NanoEvents.load(events, (all) => {
      calls++;
      // Of the events, as weights; of the muons, by a column that something else made.
      const half = addSystematic(all, "PU", "weight", {
        up: (ones) => multiply(ones, 1.5),
        down: 0.5,
        off: (_, one) => one.event,
      });
      const { Muon } = half.filter(greater(num(half.Muon), 1) as AwkwardArray);
      const twice = addSystematic(Muon, "Scale", "pt", { up: multiply(Muon.pt, 2) });
      const { systematics } = half;
      return [
        systematics.PU.fields,
        systematics.PU.up.weight_PU.toList().slice(0, 2),
        systematics.PU.down.fields.at(-1),
        systematics.PU.off.weight_PU.toList().slice(0, 1),
        all.event.toList().slice(0, 1),
        twice.systematics.Scale.up.pt.toList(),
        Muon.pt.toList().map((list) => (list as number[]).map((pt) => 2 * pt)),
      ];
    });
    // The event numbers, and of the muons their number and momentum.
    expect(calls).toBeLessThanOrEqual(4);
    expect(found.slice(0, 3)).toEqual([["up", "down", "off"], [1.5, 1.5], "weight_PU"]);
    expect(found[3]).toEqual(found[4]);
    expect(found[5]).toEqual(found[6]);
    expect(found[5]).not.toEqual([]);
    events.dispose();
  });

  it("say what is wrong with a systematic", async () => {
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    const failing = (use: (muons: NanoArray) => unknown) =>
      expect(NanoEvents.load(events, (all) => void use(all.Muon))).rejects;
    const ways = { up: 1 };
    await failing((muons) => addSystematic(muons, "S", "ptt", ways)).toThrow('did you mean "pt"');
    await failing((muons) => addSystematic(muons, "S", "pt", {})).toThrow("what varies and how");
    await failing((muons) =>
      addSystematic(addSystematic(muons, "S", "pt", ways), "S", "eta", ways),
    ).toThrow('have a systematic "S" already');
    await failing((muons) =>
      addSystematic(muons, "S", ["pt", "eta"], { up: () => ({ pt: 1 }) }),
    ).toThrow('no field "eta" in what a variation gave');
    await failing((muons) => addSystematic(muons, "S", ["pt", "eta"], ways)).toThrow(
      "gives each its column",
    );
    const given = (what: unknown, how: unknown) =>
      failing((muons) => addSystematic(muons, "S", what as string, how as Record<string, number>));
    for (const how of [null, undefined, 5, [1]]) {
      await given("pt", how).toThrow("addSystematic takes the source, what varies and how");
    }
    await given(undefined, ways).toThrow("addSystematic takes the source, what varies and how");
    const variation = 'addSystematic: the variation "up" of "S"';
    await given("pt", { up: undefined }).toThrow(`${variation} is undefined, not an ak.Array`);
    await given("pt", { up: () => undefined }).toThrow(`${variation} gave undefined`);
    await given("weight", { up: [1, 2, 3] }).toThrow(`${variation} is a list (ak.array makes`);
  });

  it("measure pairs of objects, and lend what they are measured of", async () => {
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    const found = await NanoEvents.load(events, ({ Electron, Jet }) => {
      const table = metricTable(Electron, Jet) as AwkwardArray;
      const many = Jet.filter(greater(num(Jet.pt), 2) as AwkwardArray);
      const pairs = count(table);
      many.dispose();
      return [pairs, count(nearest(Electron, Jet).pt), count(Jet.pt), count(Electron.eta)];
    });
    const sizes = await NanoEvents.load(events, ({ Electron, Jet }) => [
      num(Electron).toList().map(Number),
      num(Jet).toList().map(Number),
    ]);
    const [electrons, jets] = sizes;
    const sum = (of: (i: number) => number): number =>
      electrons.reduce((all, _, i) => all + of(i), 0);
    expect(found).toEqual([
      sum((i) => electrons[i] * jets[i]),
      sum((i) => (jets[i] > 0 ? electrons[i] : 0)),
      sum((i) => jets[i]),
      sum((i) => electrons[i]),
    ]);
  });

  it("follow lists of links behind links that may point nowhere", async () => {
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    const [parents, deep, kinds, from] = await NanoEvents.load(events, ({ GenPart }) => [
      GenPart.distinctParentIdxG.toList(),
      GenPart.distinctChildrenDeep.pdgId.toList(),
      GenPart.distinctParent.distinctChildrenDeep.pdgId.toList(),
      num(GenPart).toList().map(Number),
    ]);
    // Children of each particle's parent, found among those of all particles.
    const all = (deep as unknown[][]).flat();
    expect(from.reduce((a, b) => a + b)).toBe(all.length);
    expect(kinds).toEqual(
      (parents as bigint[][]).map((event) => event.map((i) => (i < 0n ? null : all[Number(i)]))),
    );
    expect(
      kinds.flat().filter((list) => (list as unknown[] | null)?.length).length,
    ).toBeGreaterThan(10);
  });

  it("reads in a processor what is used, and the same in chunks of any size", async () => {
    class Matches implements Processor<{ ids: AwkwardArray }> {
      process(events: SchemaEvents): { ids: AwkwardArray } {
        return { ids: events.Electron.matched_gen.pdgId };
      }
    }
    const results: unknown[] = [];
    for (const chunkSize of [7, 1000]) {
      const options = { schema: NanoAODSchema, chunkSize };
      const { out, report } = await runWithReport({ dy: [file] }, new Matches(), options);
      results.push(out.ids.toList());
      const columns = ["nElectron", "Electron_genPartIdx", "nGenPart", "GenPart_pdgId"];
      expect([...report.columns.dy].sort()).toEqual(columns.sort());
      out.ids.dispose();
    }
    expect(results[0]).toEqual(results[1]);
  });

  it("name what is not there, or not read", async () => {
    const filterName = ["Electron_pt", "nElectron"];
    const events = await NanoEvents.fromRoot(file, { schema: NanoAODSchema, filterName });
    expect(events.fields).toEqual(["Electron"]);
    expect(events.Electron.pt.length).toBe(events.length);
    expect(() => events.Electron.dxy).toThrow('"dxy"');
    const lazy = await NanoEvents.fromRoot(file, { schema: BaseSchema, tree: "Events" });
    expect(() => lazy.Electron_pt.toList()).toThrow("NanoEvents.load");
    const linked = await NanoEvents.fromRoot(file, { schema: NanoAODSchema });
    await NanoEvents.load(linked, (e) => e.Electron.matched_gen.length);
    expect(String(linked.Electron.matched_gen.pt)).toBe(
      "<Array [[], [??], [??, ??], [...], ..., [None], [], []] type='40 * var * ??'>",
    );
    const none = NanoEvents.fromRoot(file, { tree: "Events", filterName: "Elektron_pt" });
    await expect(none).rejects.toThrow("Elektron_pt");
  });

  it("have the references of their version", async () => {
    const has = async (schema: Schema): Promise<boolean[]> => {
      const events = await NanoEvents.fromRoot(file, { schema });
      return NanoEvents.load(events, ({ Muon, FsrPhoton, Electron }) => [
        Muon.fields.includes("fsrPhotonIdxG"),
        FsrPhoton.fields.includes("muonIdxG"),
        Electron.fields.includes("genPartIdxG"),
      ]);
    };
    // coffea 2026.9: NanoAODSchema, v7, v6, v5
    expect(await has(NanoAODSchema)).toEqual([true, true, true]);
    expect(await has(NanoAODSchemaV7)).toEqual([true, true, true]);
    expect(await has(NanoAODSchemaV6)).toEqual([true, true, true]);
    expect(await has(NanoAODSchemaV5)).toEqual([false, false, true]);
  });

  it("take schemas that extend others, and several files", async () => {
    const mine: Schema = {
      ...NanoAODSchema,
      behaviors: {
        ...NanoAODSchema.behaviors,
        Jet: {
          vector: "Momentum4D",
          accessors: { hard: (jets) => greater(jets.field("pt"), 100) as AwkwardArray },
        },
      },
    };
    const filterName = /^(n?Jet(_pt)?)$/;
    const events = await NanoEvents.fromRoot([file, file], { schema: mine, filterName });
    expect(events.length).toBe(80);
    expect(events.Jet.hard.type).toBe("80 * var * bool");
  });
});

describe.skipIf(ntuple === undefined)(title("PHYSLITE events in an RNTuple", ntuple), () => {
  it("have the members of containers as columns, of which a run reads those it uses", async () => {
    const jets = {
      process: (events: SchemaEvents) => ({ sum: sum(events.AntiKt4TruthDressedWZJets.pt) }),
    };
    const options = { schema: PHYSLITESchema, chunkSize: 40 };
    const { out, report } = await runWithReport({ Zee: [ntuple as string] }, jets, options);
    expect(report.columns.Zee).toEqual(["AntiKt4TruthDressedWZJetsAux:.pt"]);
    expect(Number(out.sum)).toBeGreaterThan(0);
  });

  it("are found by a run under the name that the file has", async () => {
    const counts = { process: (events: Events) => ({ n: events.length }) };
    const options = { schema: PHYSLITESchema };
    const { out, report } = await runWithReport({ Zee: [ntuple as string] }, counts, options);
    expect(out).toEqual({ n: report.entries });
    expect(report.files.map(({ treename }) => treename)).toEqual(["EventData"]);
    await expect(
      runWithReport({ Zee: [ntuple as string] }, counts, { treeName: ["events", "mini"] }),
    ).rejects.toThrow('no key "events"');
  });
});

describe.skipIf(physlite === undefined)(title("PHYSLITE events", physlite), () => {
  it("take the mass of a truth particle as it is stored", async () => {
    const events = await NanoEvents.fromRoot(physlite as string, { schema: PHYSLITESchema });
    const [mass, stored] = await NanoEvents.load(events, ({ TruthMuons }) => [
      TruthMuons.mass.toList(),
      TruthMuons.m.toList(),
    ]);
    expect(mass).toEqual(stored);
    expect(mass.flat().length).toBeGreaterThan(0);
  });

  it("follow links of particles to their parents and children in all truth collections", async () => {
    const events = await NanoEvents.fromRoot(physlite as string, { schema: PHYSLITESchema });
    const names = ["TruthPhotons", "TruthMuons", "TruthNeutrinos", "TruthTaus"];
    names.push("TruthElectrons", "TruthBottom");
    const keys = [13267281, 342174277, 368360608, 375408000, 394100163, 779635413];
    type Nested<T> = T[][][];
    const lists = await NanoEvents.load(events, (all) =>
      names.map((name) => {
        const { pdgId, childLinks, parentLinks, children, parents } = all[name];
        const link = (links: NanoArray) =>
          [links.m_persKey.toList(), links.m_persIndex.toList()] as [
            Nested<number>,
            Nested<number>,
          ];
        return {
          pdgId: pdgId.toList() as number[][],
          links: [link(parentLinks), link(childLinks)],
          found: [parents.pdgId.toList(), children.pdgId.toList()],
        };
      }),
    );
    let followed = 0;
    for (const { links, found } of lists) {
      const expected = links.map(([key, index]) =>
        key.map((particles, event) =>
          particles.map((own, i) =>
            own.map((hash, j) => {
              followed++;
              return lists[keys.indexOf(hash)].pdgId[event][index[event][i][j]];
            }),
          ),
        ),
      );
      expect(found).toEqual(expected);
    }
    expect(followed).toBeGreaterThan(400);
    // They are particles themselves.
    const back = await NanoEvents.load(events, ({ TruthBottom }) => {
      return TruthBottom.children.parents.pt.slice(0, 1).toList();
    });
    expect((back as number[][][][])[0][1].flat().every((pt) => pt > 0)).toBe(true);
  });

  it("read only the named branches", async () => {
    const filterName = /^AnalysisElectronsAuxDyn\.(pt|eta|phi|m|charge)$/;
    const events = await NanoEvents.fromRoot(physlite as string, {
      schema: PHYSLITESchema,
      filterName,
      metadata: { dataset: "Zee" },
    });
    expect(events.metadata).toEqual({ dataset: "Zee" });
    expect(events.Electrons.fields).toEqual(["pt", "eta", "phi", "m", "charge", "_eventindex"]);
    expect(events.Electrons.mass.type).toBe("100 * var * float32");
    expect(() => events.Electrons.trackParticles).toThrow("GSFTrackParticles");
  });
});
