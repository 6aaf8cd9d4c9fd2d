/** What a value of a configuration may be. */
export type Rule =
  | { readonly kind: "text" | "flag" }
  | { readonly kind: "number" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  /** One name, or a list of different ones. */
  | { readonly kind: "names" }
  | {
      readonly kind: "list";
      readonly of: Rule;
      readonly min: number;
      readonly max?: number;
    }
  | {
      readonly kind: "object";
      /** What it is called in messages. */
      readonly what: string;
      readonly keys: Readonly<Record<string, Rule>>;
      readonly required: readonly string[];
    };

const text: Rule = { kind: "text" };
const flag: Rule = { kind: "flag" };
const number: Rule = { kind: "number" };
const names: Rule = { kind: "names" };

function list(of: Rule, min = 1, max?: number): Rule {
  return max === undefined ? { kind: "list", of, min } : { kind: "list", of, min, max };
}

function object(
  what: string,
  required: Readonly<Record<string, Rule>>,
  optional: Readonly<Record<string, Rule>> = {},
): Rule {
  const keys = { ...required, ...optional };
  return { kind: "object", what, keys, required: Object.keys(required) };
}

const general = object(
  "General",
  { Measurement: text, InputPath: text, HistogramFolder: text },
  {
    POI: text,
    Fixed: list(object("a fixed parameter", { Name: text, Value: number })),
    VariationPath: text,
  },
);

const region = object(
  "a region",
  { Name: text },
  { Variable: text, Binning: list(number, 2), Filter: text, RegionPath: text },
);

const sample = object(
  "a sample",
  { Name: text },
  {
    Tree: text,
    Filter: text,
    Weight: text,
    SamplePath: names,
    Data: flag,
    DisableStaterror: flag,
    Regions: names,
  },
);

const normFactor = object(
  "a normalisation factor",
  { Name: text },
  { Regions: names, Samples: names, Nominal: number, Bounds: list(number, 2, 2) },
);

const variation = object(
  "a variation",
  {},
  {
    Tree: text,
    Weight: text,
    Variable: text,
    Filter: text,
    RegionPath: text,
    SamplePath: names,
    Normalization: number,
    Symmetrize: flag,
    VariationPath: text,
  },
);

const smoothing = object(
  "a smoothing",
  { Algorithm: { kind: "choice", values: ["353QH, twice"] } },
  { Regions: names, Samples: names },
);

const systematic = object(
  "a systematic",
  {
    Name: text,
    Type: { kind: "choice", values: ["Normalization", "NormPlusShape"] },
    Up: variation,
    Down: variation,
  },
  { Regions: names, Samples: names, Smoothing: smoothing, ModifierName: text },
);

/** A whole configuration. @see cabinetry 0.6 schemas/config.json */
export const configRule: Rule = object(
  "a configuration",
  {
    General: general,
    Regions: list(region),
    Samples: list(sample),
    NormFactors: list(normFactor),
  },
  { Systematics: list(systematic, 0) },
);
