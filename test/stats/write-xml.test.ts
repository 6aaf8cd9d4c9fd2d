import { describe, expect, it } from "vitest";
import { blobSink, openRoot, recreateRoot } from "../../src/root/index.ts";
import { readXml, Workspace, writeXml } from "../../src/stats/index.ts";
import { everything } from "./models.ts";

const [b, a] = everything.channels;
const workspace = new Workspace({
  // A file of XML has one spelling for each thing: names of factors from statistics go with channels.
  channels: [
    {
      ...b,
      samples: b.samples.map((s) => ({
        ...s,
        modifiers: s.modifiers.map((m) => ({
          ...m,
          name: m.name === "stat_b" ? "staterror_b" : m.name,
        })),
      })),
    },
    a,
  ],
  observations: [
    { name: "b", data: [37, 30, 13] },
    { name: "a", data: [9] },
  ],
  measurements: [
    {
      name: "meas & more",
      config: {
        poi: "mu",
        parameters: [
          {
            name: "lumi",
            auxdata: [2],
            sigmas: [0.04],
            bounds: [[1.8, 2.2]],
            inits: [2],
            fixed: true,
          },
          { name: "mu", bounds: [[-3, 12]], inits: [0.7] },
          { name: "scale", fixed: true },
        ],
      },
    },
  ],
  version: "1.0.0",
});

describe("writeXml", () => {
  it("writes what readXml reads", async () => {
    const sink = blobSink("data.root");
    const file = await recreateRoot(sink);
    const documents = await writeXml(workspace.spec, file, { rootFile: "d.root", prefix: "p" });
    await file.close();
    expect([...documents.keys()]).toEqual(["p.xml", "p_b.xml", "p_a.xml"]);
    const again = await readXml("p.xml", {
      text: async (name) => documents.get(name) ?? "",
      root: () => openRoot(sink.blob()),
    });
    expect(again.observations).toEqual(workspace.spec.observations);
    expect(again.measurements[0].config.poi).toBe("mu");
    expect(again.measurements[0].name).toBe("meas & more");
    const [lumi, ...others] = again.measurements[0].config.parameters;
    expect(lumi.auxdata).toEqual([2]);
    expect(lumi.sigmas?.[0]).toBeCloseTo(0.04, 12);
    expect(lumi.fixed).toBe(true);
    expect(others).toContainEqual({ name: "mu", bounds: [[-3, 12]], inits: [0.7] });
    expect(others).toContainEqual({ name: "scale", fixed: true });
    // The same yields and the same likelihood.
    const [ours, theirs] = [workspace.model(), new Workspace(again).model()];
    const pars = ours.config.parNames.map((_, k) => 0.9 + 0.02 * k);
    const place = (name: string): number => ours.config.parNames.indexOf(name);
    const moved = theirs.config.parNames.map((name) => pars[place(name)]);
    const yields = theirs.expectedData(moved, { includeAuxdata: false });
    ours.expectedData(pars, { includeAuxdata: false }).forEach((value, i) => {
      expect(yields[i]).toBeCloseTo(value, 10);
    });
  });

  it("says what XML has no words for", async () => {
    const [measurement] = workspace.spec.measurements;
    const parameters = [{ name: "poisson", fixed: true }];
    const spec = {
      ...workspace.spec,
      measurements: [{ ...measurement, config: { poi: "mu", parameters } }],
    };
    const file = await recreateRoot(blobSink());
    await expect(writeXml(spec, file)).rejects.toThrow('XML cannot fix "gamma_poisson"');
    await file.abort();
  });
});
