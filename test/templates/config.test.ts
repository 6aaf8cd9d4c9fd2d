import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { Hist } from "../../src/hist/index.ts";
import * as templates from "../../src/templates/index.ts";
import { histogramConfig, histogramFile, histogramOf, ntupleConfig, ntupleFile } from "./inputs.ts";

/** What is wrong, the line of the message, and what it says; the key comes first. */
type Row = readonly [
  what: string,
  change: readonly [from: string, to: string],
  line: number | undefined,
  message: string,
];

const structure: readonly Row[] = [
  [
    "text for a list",
    ["Binning: [1, 2]", 'Binning: "1, 2"'],
    9,
    'Regions[0].Binning: must be a list, not "1, 2"',
  ],
  [
    "a number for text",
    ['Measurement: "small"', "Measurement: 8"],
    2,
    "General.Measurement: must be text, not the number 8: put it in quotes",
  ],
  [
    "text for a number",
    ["Nominal: 1", 'Nominal: "1"'],
    42,
    'NormFactors[0].Nominal: must be a number, not "1": write it without quotes',
  ],
  [
    "text for a flag",
    ["Data: True", 'Data: "Tru"'],
    15,
    'Samples[0].Data: must be True or False, not "Tru"',
  ],
  [
    "keys for a list",
    ['Samples: "Signal"', "Samples: {Name: Signal}"],
    41,
    "NormFactors[0].Samples: must be a name or a list of names, not keys and values",
  ],
  [
    "an unknown key at the top",
    ["NormFactors:", "NormFactor:"],
    39,
    'NormFactor: there is no such key in a configuration; did you mean "NormFactors"?',
  ],
  [
    "an unknown key of a region",
    ['RegionPath: "sr"', 'RegionPth: "sr"'],
    8,
    'Regions[0].RegionPth: there is no such key in a region; did you mean "RegionPath"?',
  ],
  [
    "an unknown key of a variation",
    ["{Normalization: 0.05}", "{Normalisation: 0.05}"],
    37,
    'Systematics[2].Up.Normalisation: there is no such key in a variation; did you mean "Normalization"?',
  ],
  [
    "a key that is missing",
    ['  InputPath: "h.root', '  POI2: "h.root'],
    4,
    'General.POI2: there is no such key in General; did you mean "POI"?',
  ],
  [
    "a required key",
    ['    Type: "Normalization"\n', ""],
    35,
    'Systematics[2]: a systematic needs the key "Type"',
  ],
  [
    "an unknown type",
    ['Type: "Normalization"', 'Type: "Normalisation"'],
    36,
    'Systematics[2].Type: must be "Normalization" or "NormPlusShape", not "Normalisation"; did you mean "Normalization"?',
  ],
  [
    "an unknown smoothing",
    ['"353QH, twice"', '"353QH"'],
    34,
    'Systematics[1].Smoothing.Algorithm: must be "353QH, twice", not "353QH"',
  ],
  [
    "an empty list",
    ['Samples: ["Background"]', "Samples: []"],
    26,
    "Systematics[0].Samples: has 0 entries, at least 1 needed",
  ],
  [
    "three bounds",
    ["Bounds: [-5, 10]", "Bounds: [-5, 0, 10]"],
    43,
    "NormFactors[0].Bounds: has 3 entries, there must be 2",
  ],
  [
    "NaN",
    ["Normalization: 0.05", "Normalization: .nan"],
    37,
    "Systematics[2].Up.Normalization: must be a finite number, not NaN",
  ],
  [
    "nothing",
    ["Up: {Normalization: 0.05}", "Up:"],
    37,
    "Systematics[2].Up: must be a variation with keys and values, not nothing",
  ],
  ["bad indentation", ["  POI:", " POI:"], undefined, "not YAML"],
  [
    "a key twice",
    ['  POI: "mu"', '  POI: "mu"\n  POI: "mu"'],
    4,
    "not YAML: Map keys must be unique",
  ],
];

const meaning: readonly Row[] = [
  [
    "no data",
    ["    Data: True\n", ""],
    12,
    'Samples: one sample must be the data: give it the key "Data: True"',
  ],
  [
    "two data samples",
    ['SamplePath: "sig"', 'SamplePath: "sig"\n    Data: True'],
    18,
    'Samples[1].Data: "Data" is the data already',
  ],
  ["a name twice", ['Name: "CR one bin"', 'Name: "SR"'], 10, 'Regions[1].Name: "SR" is used twice'],
  [
    "a sample that is not there",
    ['Samples: "Signal"', 'Samples: "Sgnal"'],
    41,
    'NormFactors[0].Samples: there is no sample "Sgnal"; did you mean "Signal"?',
  ],
  [
    "a region that is not there",
    ['    Regions: "SR"\n    Smoothing', '    Regions: "SRR"\n    Smoothing'],
    32,
    'Systematics[1].Regions: there is no region "SRR"; did you mean "SR"?',
  ],
  [
    "an unknown parameter of interest",
    ['POI: "mu"', 'POI: "muu"'],
    3,
    'General.POI: there is no parameter "muu"; did you mean "mu"?',
  ],
  [
    "half a normalisation",
    ["Down: {Normalization: -0.04}", "Down: {Symmetrize: True}"],
    38,
    'Systematics[2].Down: a systematic of type Normalization needs the key "Normalization", such as -0.05',
  ],
  [
    "a mirrored up variation",
    ['Up: {VariationPath: "_up"}\n    Down: {Sym', "Up: {Symmetrize: True}\n    Down: {Sym"],
    29,
    'Systematics[1].Up.Symmetrize: only "Down" can mirror the other variation',
  ],
  [
    "templates of one name",
    ['Name: "Data"', 'Name: "Background_Shape_Up"'],
    19,
    "Samples[2].Name: the templates of (SR, Background_Shape_Up) and of (SR, Background, Shape, Up) would both be",
  ],
  [
    "edges that do not ascend",
    ["Binning: [1, 2]", "Binning: [1, 3, 2]"],
    9,
    "Regions[0].Binning[2]: edges must ascend, and 2 follows 3",
  ],
  [
    "bounds the wrong way round",
    ["Bounds: [-5, 10]", "Bounds: [10, -5]"],
    43,
    "NormFactors[0].Bounds: 10 is not below -5",
  ],
  [
    "a start outside of the bounds",
    ["Nominal: 1", "Nominal: 11"],
    42,
    "NormFactors[0].Nominal: 11 is outside of the bounds [-5, 10]",
  ],
];

/** The configuration with a binning, which histograms do not need. */
const text = histogramConfig.replace('"sr"', '"sr"\n    Binning: [1, 2]');

function changed(from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  return text.replace(from, to);
}

describe("parse", () => {
  it("takes what cabinetry takes: a configuration of histograms, one of ntuples", () => {
    expect(templates.parse(text).spec.Samples[0].Data).toBe(true);
    const { spec } = templates.parse(ntupleConfig.replace("Data: True", "Data: yes"));
    expect(spec.Samples[0].Data).toBe(true);
    expect(spec.Regions[0].Binning).toEqual([0, 10, 20, 40]);
  });

  it.each([...structure, ...meaning])("refuses %s", (_, [from, to], line, message) => {
    const error = errorOf(() => templates.parse(changed(from, to), { file: "config.yml" }));
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain(message);
    if (line !== undefined) {
      expect((error as ConfigError).line).toBe(line);
      expect((error as Error).message).toContain(`config.yml, line ${line}: `);
    }
  });

  it("names lines through anchors, and takes plain values without lines", () => {
    const anchored = text
      .replace("Up: {Normalization: 0.05}", "Up: &u {Normalization: 0.05}")
      .replace("Down: {Normalization: -0.04}", "Down: *u");
    expect(templates.parse(anchored).spec.Systematics?.[2].Down.Normalization).toBe(0.05);
    const { spec } = templates.parse(text);
    expect(templates.validate(spec).spec).toEqual(spec);
    const wrong = { ...spec, NormFactors: [] };
    expect(() => templates.validate(wrong)).toThrow(/^configuration: NormFactors: has 0 entries/);
  });
});

/** Contents of the file of histograms that are changed, and the error then. */
const histograms: readonly [
  what: string,
  changes: Readonly<Record<string, readonly number[] | Hist | undefined>>,
  change: readonly [string, string],
  message: RegExp,
][] = [
  [
    "a histogram that is missing",
    { "sr/bkg_up": undefined },
    ["", ""],
    /line 23: Systematics\[0\]\.Up\.VariationPath: template "SR_Background_Shape_Up": no key "sr\/bkg_up".*; did you mean/,
  ],
  [
    "a nominal histogram that is missing",
    { "sr/sig": undefined },
    ["", ""],
    /line 16: Samples\[1\]\.SamplePath: template "SR_Signal": no key "sr\/sig"/,
  ],
  [
    "other numbers of bins",
    { "sr/sig": [1, 2, 3] },
    ["", ""],
    /line 16: .*"SR_Signal" has other bins than "SR_Data" of the same region: it has 3 bins, not 4/,
  ],
  [
    "other edges",
    { "sr/bkg": histogramOf([10, 7, 4, 2], 2) },
    ["", ""],
    /line 19: .*its edge 1 is 2, not 1/,
  ],
  [
    "contents that are no numbers",
    { "sr/bkg": [10, Number.NaN, 4, 2] },
    ["", ""],
    /line 19: .*"SR_Background" has NaN in bin 1/,
  ],
  [
    "two axes",
    { "cr/data": Hist.new.reg(2, 0, 1).reg(2, 0, 1).weight() },
    ["", ""],
    /line 13: .*a template has one axis, and this histogram 2/,
  ],
  [
    "a placeholder that is not known",
    {},
    ["{VariationPath}", "{VariationPth}"],
    /line 4: General\.InputPath: there is no placeholder \{VariationPth\}; did you mean "\{VariationPath\}"\?/,
  ],
  [
    "a path that is not given",
    {},
    ['    SamplePath: "sig"\n', ""],
    /line 15: Samples\[1\]: sample "Signal" needs the key "SamplePath", which InputPath asks for/,
  ],
  [
    "no histogram named",
    {},
    ["h.root:{RegionPath}/{SamplePath}", "{RegionPath}{SamplePath}"],
    /line 4: General\.InputPath: "srdata" does not say which histogram: FILE:NAME/,
  ],
  [
    "an empty variation",
    { "sr/bkg_up": [0, 0, 0, 0] },
    ['    Smoothing:\n      Algorithm: "353QH, twice"\n', ""],
    /line 21: Systematics\[0\]: its effect cannot be a ratio of yields: "SR_Background_Shape_Up" has the yield 0/,
  ],
  [
    "an empty nominal template",
    { "sr/bkg": [0, 0, 0, 0] },
    ['    Smoothing:\n      Algorithm: "353QH, twice"\n', ""],
    /line 21: .*leave sample "Background" in region "SR" out of it with the keys Samples or Regions/,
  ],
  [
    "a ratio to nothing that is smoothed",
    { "sr/bkg": [10, 0, 4, 2] },
    ["", ""],
    /line 32: Systematics\[1\]\.Smoothing: "SR_Background_Mirror_Up" cannot be smoothed: bin 1 of "SR_Background" is empty/,
  ],
  [
    "a region without samples",
    {},
    ['SamplePath: "bkg"', 'SamplePath: "bkg"\n    Regions: "SR"'],
    /line 9: Regions\[1\]: region "CR one bin" is empty: no sample is in it/,
  ],
  [
    "a region without data",
    {},
    ['SamplePath: "data"', 'SamplePath: "data"\n    Regions: ["SR"]'],
    /line 14: Samples\[0\]\.Regions: the data must be in all regions, and "CR one bin" is not among them/,
  ],
];

describe("collect and workspace.build", () => {
  it.each(histograms)("refuse %s", async (_, changes, [from, to], message) => {
    const config = templates.parse(histogramConfig.replace(from, to), { file: "c.yml" });
    const file = await histogramFile(changes);
    const made = async (): Promise<void> => {
      await templates.collect(config, { open: () => file });
      templates.postprocess(config);
      templates.workspace.build(config);
    };
    await expect(made()).rejects.toThrow(message);
  });

  it("say that there are no templates yet", () => {
    const config = templates.parse(histogramConfig);
    expect(() => templates.workspace.build(config)).toThrow(
      /no template "SR_Signal" in the configuration .*collect, build or restore them first/,
    );
  });
});

const ntuples: readonly [what: string, change: readonly [string, string], message: RegExp][] = [
  [
    "a branch that is not there",
    ["pt / 1000", "ptt / 1000"],
    /line 7: Regions\[0\]\.Variable: template "SR_Data": no .*"ptt".*; did you mean "pt"\?/,
  ],
  [
    "a filter that is no expression",
    ['"charge > 0"', '"charge >"'],
    /line 9: Regions\[0\]\.Filter: /,
  ],
  [
    "a weight with a mistake",
    ['"w * 2"', '"w * v"'],
    /line 18: Samples\[1\]\.Weight: template "SR_MC": no .*"v"/,
  ],
  [
    "no tree",
    ['    Tree: "mc"\n', ""],
    /line 15: Samples\[1\]: sample "MC" needs the key "Tree" to be filled/,
  ],
  [
    "no binning",
    ["    Binning: [0, 10, 20, 40]\n", ""],
    /line 6: Regions\[0\]: region "SR" needs the key "Binning" to be filled/,
  ],
  [
    "a tree that is not there",
    ['Tree: "mc"', 'Tree: "mcc"'],
    /line 17: Samples\[1\]\.Tree: template "SR_MC": no key "mcc" .*did you mean "mc"/,
  ],
];

describe("build", () => {
  it.each(ntuples)("refuses %s", async (_, [from, to], message) => {
    const config = templates.parse(ntupleConfig.replace(from, to), { file: "c.yml" });
    const file = await ntupleFile();
    await expect(templates.build(config, { open: () => file })).rejects.toThrow(message);
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
