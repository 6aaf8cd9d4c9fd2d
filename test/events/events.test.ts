import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { greater } from "../../src/array/functions.ts";
import { num } from "../../src/array/num.ts";
import { NanoEvents } from "../../src/events/nano-events.ts";
import {
  NanoAODSchema,
  NanoAODSchemaV5,
  NanoAODSchemaV6,
  NanoAODSchemaV7,
} from "../../src/events/nanoaod.ts";
import { PHYSLITESchema } from "../../src/events/physlite.ts";
import { BaseSchema, type Schema } from "../../src/events/schema.ts";
import { listDepth } from "../../src/events/source.ts";
import type { Processor, SchemaEvents } from "../../src/process/processor.ts";
import { runWithReport } from "../../src/process/run.ts";
import { needsReference, requireData } from "../data.ts";

const nano = await requireData("root/coffea/nano_dy.root");
const physlite = await requireData("root/coffea/PHYSLITE_example.root");
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

describe.skipIf(physlite === undefined)(title("PHYSLITE events", physlite), () => {
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
