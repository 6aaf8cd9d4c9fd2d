import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { array } from "../../src/array/from.ts";
import { multiply } from "../../src/array/functions.ts";
import { unflatten } from "../../src/array/unflatten.ts";
import { zip } from "../../src/array/zip.ts";
import type { Correction } from "../../src/corrections/correction.ts";
import { readEffectiveAreaText } from "../../src/corrections/effective-area.ts";
import { readJecText, readJersfText, readJuncText } from "../../src/corrections/jec-text.ts";
import { CorrectedJetsFactory } from "../../src/corrections/jet-stack.ts";
import { jetStackOfTexts } from "../../src/corrections/jet-stack-texts.ts";
import { readJson } from "../data.ts";

interface Golden {
  readonly texts: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, number[]>>;
  readonly values: Readonly<Record<string, (number | number[])[]>>;
  readonly areas: string;
  readonly built: Readonly<Record<string, number[]>>;
}

const { texts, areas, inputs, values, built } = await readJson<Golden>(
  "test/data/corrections/jec-text.json",
);
const columns = Object.fromEntries(
  Object.entries(inputs).map(([name, list]) => [name, array(list)]),
);
/** coffea rounds uncertainties, and squares of parameters, to float32. */
const FLOAT32 = 3e-7;

function valuesOf(correction: Correction, text?: string): number[] {
  const args = correction.inputs.map(({ name, type }) =>
    type === "string" ? (text as string) : columns[name],
  );
  return [...((correction.evaluate(...args) as AwkwardArray).toTypedArray() as Float64Array)];
}

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  const wrong = ours.filter((value, i) => !(Math.abs(value / theirs[i] - 1) <= FLOAT32));
  expect(wrong).toEqual([]);
}

const textOf = (part: string): string => {
  const found = Object.entries(texts).find(([name]) => name.includes(part));
  return found?.[1] ?? "";
};
const column = (name: string, place: number): number[] =>
  values[name].map((row) => (row as number[])[place]);

describe("jet corrections in text files", () => {
  it.each(["L1FastJet", "L2Relative", "L3Absolute", "PtResolution"])("give coffea's %s", (part) => {
    const theirs = values[`Toy24_V1_MC_${part}_AK4PF`] as number[];
    expectClose(valuesOf(readJecText(textOf(part))), theirs);
    // Also outside of all bins.
    expect(theirs).toContain(1);
  });

  it("give coffea's factors on a resolution", () => {
    const factors = readJersfText(textOf("_SF_"));
    for (const [place, way] of ["nom", "up", "down"].entries()) {
      expectClose(valuesOf(factors, way), column("Toy24_V1_MC_SF_AK4PF", place));
    }
  });

  it("give coffea's uncertainties, of each source", () => {
    const all = { ...readJuncText(textOf("_Uncertainty_")), ...readJuncText(textOf("Sources")) };
    expect(Object.keys(all)).toEqual(["jes", "Flavor", "Time"]);
    for (const [source, uncertainty] of Object.entries(all)) {
      const kind = source === "jes" ? "Uncertainty_AK4PF" : `UncertaintySources_AK4PF_${source}`;
      const [up, down] = ["up", "down"].map((way) => valuesOf(uncertainty, way));
      const name = `Toy24_V1_MC_${kind}`;
      expectClose(
        up.map((value) => 1 + value),
        column(name, 0),
      );
      expectClose(
        down.map((value) => 1 - value),
        column(name, 1),
      );
    }
    const some = readJuncText(textOf("Sources"), { sources: ["Time"] });
    expect(Object.keys(some)).toEqual(["Time"]);
  });

  it("make a stack by their names, and coffea's jets", () => {
    const stack = jetStackOfTexts(texts);
    expect(stack.jec?.map((one) => (one as Correction).name.split("_")[3])).toEqual([
      ...["L1FastJet", "L2Relative", "L3Absolute"],
    ]);
    expect([stack.jer, stack.jersf]).not.toContain(undefined);
    const of = (name: string) => unflatten(columns[name], 3);
    const pt = of("JetPt");
    const mass = multiply(pt, 0.1) as AwkwardArray;
    const jets = zip({
      ...{ pt, mass, eta: of("JetEta"), rho: of("Rho"), area: of("JetA") },
      ...{ pt_raw: multiply(pt, 0.9), mass_raw: multiply(mass, 0.9) },
    });
    const names = { JetPt: "pt", JetMass: "mass", JetEta: "eta", JetA: "area", Rho: "rho" };
    const raw = { ptRaw: "pt_raw", massRaw: "mass_raw" };
    const { jec, junc } = stack;
    const out = new CorrectedJetsFactory({ ...names, ...raw }, { jec, junc }).build(jets);
    for (const [name, theirs] of Object.entries(built)) {
      const [source, way] = name.split(".");
      const records = way === undefined ? out : out.field(`JES_${source}`).field(way);
      const ours = records.field(way === undefined ? name : "pt").toList() as number[][];
      expectClose(ours.flat(), theirs);
    }
  });

  it("give coffea's effective areas", () => {
    const found = readEffectiveAreaText(areas);
    expect(Object.keys(found)).toEqual(["EA_CHad", "EA_Pho"]);
    for (const [name, area] of Object.entries(found)) {
      expect(area.inputs.map((input) => input.name)).toEqual(["AbsEta"]);
      const ours = area.evaluate(array(inputs.JetEta.map(Math.abs))) as AwkwardArray;
      expect([...ours.toTypedArray()]).toEqual(values[`photons_${name}`]);
    }
    const head = "{1 AbsEta 1 EA}";
    expect(() => readEffectiveAreaText("{2 AbsEta Rho 1 EA}\n")).toThrow("line 1: effective areas");
    expect(() => readEffectiveAreaText(`${head}\n0 1 x`)).toThrow("line 2: a bin has two edges");
    expect(() => readEffectiveAreaText(`${head}\n0 1 2\n2 3 4`)).toThrow("leave no gap");
  });

  it("say what is wrong, and where", () => {
    const head = "{1 JetEta 1 JetPt [0]*x Correction L2Relative}";
    const line = "-5 5 3 8 500 1.5";
    expect(readJecText(`${head}\n${line}\n`).name).toBe("L2Relative");
    expect(() => readJecText("")).toThrow("no header");
    expect(() => readJecText("{JetEta 1}")).toThrow("line 1: a header");
    expect(() => readJecText(`${head}\n`)).toThrow("line 1: no bins follow");
    expect(() => readJecText(`${head}\n-5 5 3 8 500 one`)).toThrow("line 2: this is no line of");
    expect(() => readJecText(`${head}\n-5`)).toThrow("line 2: there are fewer numbers");
    expect(() => readJecText(`${head}\n-5 5 2 8 500`)).toThrow(
      "0 parameters, and the formula takes 1",
    );
    expect(() => readJecText(`${head}\n${line}\n${line}`)).toThrow("two lines are of the same bin");
    expect(() => readJersfText(`${head}\n${line}`)).toThrow("have no formula");
    expect(() => readJuncText(`${head}\n${line}`)).toThrow("one variable, and no formula");
    expect(() => readJuncText(textOf("Sources"), { sources: ["Flavour"] })).toThrow('"Flavor"');
    const flavours = `[b]\n${head}\n${line}\n[c]\n${head}\n-5 5 3 8 500 2\n`;
    expect(() => readJecText(flavours)).toThrow('{ section: "b" }');
    const charm = readJecText(flavours, { section: "c", name: "L5" });
    expect([charm.name, charm.evaluate(0, 10)]).toEqual(["L5", 20]);
    expect(() => jetStackOfTexts({ "a.txt": line })).toThrow("a.txt: its name says no level");
  });

  it("refuse files that do not belong together", () => {
    const text = "{1 JetEta 1 JetPt [0] Correction L2Relative}\n-5 5 3 8 500 2\n";
    const stack = (...names: string[]) =>
      jetStackOfTexts(Object.fromEntries(names.map((name) => [`${name}.jec.txt`, text])));
    const first = "Fall17_Nov17_V32_MC_L2Relative_AK4PF";
    const refused = (name: string) => expect(() => stack(first, name));
    const other = first.replace("L2Relative", "L3Absolute");
    refused(other.replace("Fall17", "Summer16")).toThrow(
      `the campaign of one is "Summer16", of the other "Fall17"`,
    );
    refused(other.replace("Nov17", "May18")).toThrow('the data era of one is "May18"');
    refused(other.replace("MC", "DATA")).toThrow('the kind of one is "DATA"');
    refused(other.replace("AK4", "AK8")).toThrow('the jets of one is "AK8PF"');
    refused(first.replace("V32", "V6")).toThrow("there is a file of L2Relative already, Fall17_");
    expect(() => stack("X_L2Relative_AK4", "Y_L2Relative_AK4")).toThrow("is mixed with X_L2");
    // A version may look like a level; levels of one number are not the same.
    const levels = ["L3Absolute", "L2Residual", "L2Relative", "L1FastJet"];
    const made = stack(...levels.map((level) => `Summer16_Aug17_V11_L1fix_MC_${level}_AK4PF`));
    expect(made.jec?.map((one) => (one as Correction).name.split("_")[5])).toEqual([
      ...["L1FastJet", "L2Residual", "L2Relative", "L3Absolute"],
    ]);
  });

  it("refuse what is no text, options that are none, and formulas that are none", () => {
    const text = "{1 JetEta 1 JetPt [0] Correction L2Relative}\n-5 5 3 8 500 2\n";
    const readers = { readJecText, readJersfText, readJuncText, readEffectiveAreaText };
    for (const [name, read] of Object.entries(readers)) {
      const given = (value: unknown) => expect(() => read(value as string));
      given(new TextEncoder().encode(text)).toThrow(`${name} takes the text of a file, not bytes`);
      given(undefined).toThrow(`${name} takes the text of a file, not undefined`);
      given(5).toThrow("not 5");
    }
    expect(() => jetStackOfTexts(null as never)).toThrow("{ [fileName]: text }");
    expect(() => jetStackOfTexts({ "a_L2Relative_b.txt": 5 as never })).toThrow(
      "jetStackOfTexts: a_L2Relative_b.txt takes the text of a file, not 5",
    );
    expect(() => readJecText(text, { nam: "x" } as never)).toThrow('did you mean "name"?');
    expect(() => readJersfText(text, { nam: "x" } as never)).toThrow('did you mean "name"?');
    expect(() => readJuncText(text, { source: ["x"] } as never)).toThrow('did you mean "sources"?');
    expect(() => readJuncText(text, { sources: "Flavor" as never })).toThrow("a list of names");
    const bad = (formula: string) => text.replace("[0]", formula);
    expect(() => readJecText(`# CMS\n${bad("[0]*foo(x)")}`)).toThrow(
      'line 2: its formula cannot be understood: unexpected "f"\n  [0]*foo(x)\n      ^',
    );
    expect(() => readJecText(bad("TMath::Foo(x)"))).toThrow("line 1: the formula TMath::Foo(x)");
    expect(() => jetStackOfTexts({ "a_L2Relative_b.txt": bad("[0]*y") })).toThrow(
      "a_L2Relative_b.txt, line 1: its formula cannot be understood",
    );
  });
});
