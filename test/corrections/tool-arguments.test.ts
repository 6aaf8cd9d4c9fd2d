import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import {
  AsgElectronEfficiencyCorrectionTool,
  CorrectedJetsFactory,
  CorrectionSet,
  EgammaCalibrationAndSmearingTool,
  firstNormals,
  firstUniforms,
  JetUncertaintiesTool,
  MuonCalibrationAndSmearingTool,
  MuonEfficiencyScaleFactors,
  PileupReweightingTool,
  variations,
} from "../../src/corrections/index.ts";
import { HepwasmError } from "../../src/errors.ts";
import { columnFrom } from "../../src/wasm/column.ts";
import { scope } from "../../src/wasm/scope.ts";
import { type AnyTool, columnsOf, made, objectsOf } from "./six-tools.ts";

/** Calls as those who do not have types write them. */
const untyped = (value: unknown): never => value as never;
const name = "EgammaCalibrationAndSmearingTool";
const egamma = (): Promise<AnyTool> => made("e/gamma, counter");

function electrons(tool: AnyTool): ak.Array {
  const fields = Object.entries(objectsOf(tool, 3)).map(([field, [a, b, c]]) => {
    return [field, ak.fromIter([[a], [b, c]])];
  });
  return ak.zip(Object.fromEntries(fields)) as ak.Array;
}

describe("columns of a call", () => {
  it("are typed arrays, lists of numbers and columns alike, as are offsets", async () => {
    const tool = await egamma();
    const objects = objectsOf(tool, 5);
    const perEvent = { runNumber: [1, 2], randomRunNumber: [1, 2] };
    const events = { ...objects, ...perEvent, eventNumber: BigUint64Array.of(7n, 8n) };
    const lists = Object.fromEntries(
      Object.entries(objects).map(([column, values]) => [column, [...values]]),
    );
    const bits = (columns: object, offsets: unknown): number[] =>
      scope(() =>
        [
          ...tool
            .evaluate(untyped(columns), untyped(offsets), ["Res_up"])
            .Res_up.ptOut.toTypedArray(),
        ].map(Number),
      );
    const flat = bits(columnsOf(objects), undefined);
    expect(bits(objects, undefined)).toEqual(flat);
    expect(bits(lists, undefined)).toEqual(flat);
    const jagged = bits(events, columnFrom(Int32Array.of(0, 2, 5)));
    expect(bits(events, Int32Array.of(0, 2, 5))).toEqual(jagged);
    expect(bits(events, [0, 2, 5])).toEqual(jagged);
  });

  it("are refused by name where they are something else", async () => {
    const tool = await egamma();
    const objects = objectsOf(tool, 3);
    const others = [
      new DataView(new ArrayBuffer(8)),
      new ArrayBuffer(8),
      new Uint8ClampedArray(3),
      new Date(0),
      ["1", "2", "3"],
      5,
      null,
      ak.fromIter([1, 2, 3]),
    ];
    for (const pt of others) {
      const call = (): unknown => tool.evaluate(untyped({ ...objects, pt }), undefined, [""]);
      expect(call).toThrow(`${name}: column "pt" is a typed array, a list of numbers or a Column`);
    }
    for (const columns of [undefined, null, 5, [objects]]) {
      const call = (): unknown => tool.evaluate(untyped(columns), undefined, [""]);
      expect(call).toThrow(`${name}: columns must be an object such as { pt: … }`);
    }
    for (const names of ["Scale_up", undefined, [5]]) {
      const call = (): unknown => tool.evaluate(objects, undefined, untyped(names));
      expect(call).toThrow(`${name}: variations are a list of texts`);
    }
  });

  it("refuses offsets that fall or do not end at the last object", async () => {
    const tool = await egamma();
    const { runNumber: _, randomRunNumber: __, ...objects } = objectsOf(tool, 3);
    const call = (offsets: unknown) => (): unknown =>
      tool.evaluate(objects, untyped(offsets), [""]);
    expect(call(Int32Array.of(0, 100, -5, 3))).toThrow("offsets never fall: -5 follows 100");
    expect(call([0, 3, 1, 3])).toThrow("offsets never fall: 1 follows 3");
    expect(call([0, 1, 2, 4])).toThrow("do not run from 0 to 3");
    expect(call([0, 0.5, 3])).toThrow("offsets are an Int32Array");
    expect(call(Float64Array.of(0, 1, 2, 3))).toThrow("not of type Float64Array");
    expect(call(columnFrom(Float64Array.of(0, 1, 2, 3)))).toThrow("not a column of float64");
  });
});

describe("options of a call", () => {
  it("are refused with the nearest name where they are misspelt", async () => {
    const tool = await egamma();
    const records = electrons(tool);
    expect(() => tool(records, untyped({ syst: "Res_up" }))).toThrow('did you mean "sys"?');
    expect(() => tool(records, untyped({ isdata: true }))).toThrow('did you mean "isData"?');
    expect(() => tool(records, untyped({ isData: "yes" }))).toThrow('"isData" is true or false');
    expect(() => tool(records, untyped({ sys: 5 }))).toThrow('the option "sys" is a text, not 5');
    expect(() => tool.evaluateRecords(records, [""], untyped({ sys: "Res_up" }))).toThrow(
      'no option "sys"',
    );
    expect(() =>
      tool.evaluate(objectsOf(tool, 1), undefined, [""], untyped({ isdata: true })),
    ).toThrow('did you mean "isData"?');
    expect(() => variations(records, tool, [""], untyped({ isdata: true }))).toThrow("isData");
    const stack = { jek: [] };
    const names = { JetPt: "pt", JetMass: "mass" };
    expect(() => new CorrectedJetsFactory(names, untyped(stack))).toThrow('did you mean "jec"?');
    expect(() => new CorrectedJetsFactory(untyped(undefined), {})).toThrow("names must be");
    // As of a name that a set does not have.
    const none = { jec: [untyped(undefined)] };
    expect(() => new CorrectedJetsFactory(names, none)).toThrow(
      "jec[0] is a correction, not undefined",
    );
    expect(() => new CorrectedJetsFactory(names, { junc: { Total: untyped(5) } })).toThrow(
      "junc.Total is a correction, not 5",
    );
    expect(() => new CorrectedJetsFactory(names, { jec: untyped({}) })).toThrow("a list of");
    const factory = new CorrectedJetsFactory(names, {});
    expect(() => factory.build(records, untyped({ sede: 1 }))).toThrow('did you mean "seed"?');
    expect(() => factory.build(records, { seed: -1 })).toThrow('"seed" is -1');
  });
});

describe("properties", () => {
  it("are an object, whose names are texts and whose seeds have 32 bits", async () => {
    const make = (given?: unknown) => (): unknown =>
      new EgammaCalibrationAndSmearingTool(untyped(given));
    expect(make()).toThrow(`${name}: properties must be an object such as`);
    expect(make(null)).toThrow(`${name}: properties must be an object such as`);
    expect(make({ containers: { electrons: 5 } })).toThrow(
      '"containers": "electrons" is renamed by a text, not 5',
    );
    expect(make({ fields: { pt: null } })).toThrow('"fields": "pt" is renamed by a text, not null');
    for (const seed of [2 ** 32, -1, 0.5, "1"]) {
      for (const Tool of [JetUncertaintiesTool, MuonCalibrationAndSmearingTool]) {
        await expect(new Tool({ seed: untyped(seed) }).initialize()).rejects.toThrow(
          'property "seed"',
        );
      }
    }
    await new JetUncertaintiesTool({ seed: 2 ** 32 - 1 }).initialize();
  });

  it("names of histograms are refused where they are none, naming tool and property", async () => {
    const file = new Uint8Array(8);
    const wrong = [
      [{ sf: "sf", corelated: ["syst"] }, 'did you mean "correlated"?'],
      [{ sf: "sf", correlated: "syst" }, '"correlated" is a list of names'],
      [{}, '"sf" is the name of a histogram in the file; it is not set'],
      [5, 'property "histograms"'],
      [{ sf: "sf" }, 'property "file"'],
    ] as const;
    for (const [histograms, message] of wrong) {
      const tool = new AsgElectronEfficiencyCorrectionTool({
        file,
        histograms: untyped(histograms),
      });
      const failed = expect(tool.initialize()).rejects;
      await failed.toThrow(message);
      await expect(tool.initialize()).rejects.toThrow("AsgElectronEfficiencyCorrectionTool");
    }
  });
});

describe("what a call cannot mean", () => {
  it("says what an alias stands for where there is no such systematic", async () => {
    const full = await made("e/gamma, twister, FULL");
    const call = (variation: string) => (): unknown =>
      full.evaluate(objectsOf(full, 1), undefined, [variation]);
    expect(call("Scale_up")).toThrow(
      `"Scale_up" stands for EG_SCALE_ALL__1up, which is none of its systematics`,
    );
    expect(call("EG_SCALE_ZEESYS__1up")).toThrow("did you mean");
  });

  it("says of which type seeds are", () => {
    for (const first of [firstNormals, firstUniforms]) {
      expect(() => first(untyped(columnFrom(Float64Array.of(1))))).toThrow("uint32, not float64");
    }
  });

  it("names the correction that an empty payload lacks", async () => {
    const payload = { schema_version: 2, corrections: [] };
    await expect(new PileupReweightingTool({ payload }).initialize()).rejects.toThrow(
      'no correction "weight"',
    );
    await expect(new MuonEfficiencyScaleFactors({ payload }).initialize()).rejects.toThrow(
      'no correction "sf"',
    );
  });
});

describe("what is no payload", () => {
  it("is refused with words", async () => {
    using set = CorrectionSet.fromObject({ schema_version: 2, corrections: [] });
    const loop: Record<string, unknown> = { schema_version: 2 };
    loop.corrections = [loop];
    const calls = [
      () => CorrectionSet.fromString(untyped(undefined)),
      () => CorrectionSet.validate(untyped(5)),
      () => CorrectionSet.fromObject(loop),
      () => CorrectionSet.fromObject(new Map()),
      () => set.get(untyped(undefined)),
    ];
    for (const call of calls) expect(call).toThrow(HepwasmError);
    await expect(CorrectionSet.fromFile(untyped(undefined))).rejects.toThrow("a payload is a path");
    const file = new File(['{"schema_version": 2}'], "sf.json");
    await expect(CorrectionSet.fromFile(file)).rejects.toThrow(
      /^"corrections" is missing \(in sf.json\)$/,
    );
    await expect(new JetUncertaintiesTool({ payload: [] }).initialize()).rejects.toThrow(
      'property "payload" is a list: a payload is',
    );
    await expect(CorrectionSet.fromBytes(untyped("{}"))).rejects.toThrow(
      "a payload is a Uint8Array",
    );
  });

  it("nor are its arguments what is no number, text or array", () => {
    const data = { nodetype: "formula", expression: "x", parser: "TFormula", variables: ["x"] };
    const x = { name: "x", type: "real" };
    const correction = { name: "c", version: 1, inputs: [x], output: x, data };
    using set = CorrectionSet.fromObject({ schema_version: 2, corrections: [correction] });
    const others = [
      {},
      new DataView(new ArrayBuffer(8)),
      new ArrayBuffer(8),
      new Date(0),
      undefined,
      null,
    ];
    for (const other of [...others, new Uint8ClampedArray(2)]) {
      expect(() => set.get("c").evaluate(untyped(other))).toThrow(
        '"x" is a number, a text or an array',
      );
    }
  });
});
