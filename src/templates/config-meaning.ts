import { suggestionFor } from "../errors.ts";
import type { Fault, KeyPath } from "./config-check.ts";
import type { ConfigSpec, Names, SystematicSpec } from "./config-spec.ts";
import { namesOf } from "./contains.ts";
import { neededTemplates, type TemplateKey } from "./route.ts";

/**
 * Checks what a configuration of the right structure means: names that are unique and known, variations
 * that are complete, numbers in order.
 */
export function checkMeaning(spec: ConfigSpec, fault: Fault): void {
  checkUnique(spec, fault);
  const { Samples, Regions, NormFactors, Systematics = [] } = spec;
  const data = Samples.flatMap(({ Data }, i) => (Data === true ? [i] : []));
  if (data.length === 0) {
    fault(["Samples"], 'one sample must be the data: give it the key "Data: True"');
  }
  if (data.length > 1) {
    fault(
      ["Samples", data[1], "Data"],
      `"${Samples[data[0]].Name}" is the data already; only one sample can be`,
    );
  }
  if (Samples.length === 1) fault(["Samples"], "there is no sample beside the data");
  const regions = Regions.map(({ Name }) => Name);
  const samples = Samples.map(({ Name }) => Name);
  const known = (names: Names | undefined, path: KeyPath): void => {
    const all = path[path.length - 1] === "Regions" ? regions : samples;
    namesOf(names).forEach((name, i) => {
      if (all.includes(name)) return;
      const what = all === regions ? "region" : "sample";
      const at = typeof names === "string" ? path : [...path, i];
      fault(at, `there is no ${what} "${name}"${suggestionFor(name, all)}`);
    });
  };
  Regions.forEach(({ Binning }, i) => {
    checkEdges(Binning, ["Regions", i, "Binning"], fault);
  });
  Samples.forEach((sample, i) => {
    known(sample.Regions, ["Samples", i, "Regions"]);
  });
  NormFactors.forEach(({ Regions: where, Samples: which, Bounds, Nominal, Name }, i) => {
    known(where, ["NormFactors", i, "Regions"]);
    known(which, ["NormFactors", i, "Samples"]);
    if (Bounds === undefined) return;
    const [low, high] = Bounds;
    if (!(low < high)) fault(["NormFactors", i, "Bounds"], `${low} is not below ${high}`);
    const fixed = spec.General.Fixed?.some((one) => one.Name === Name);
    if (Nominal !== undefined && !fixed && !(Nominal >= low && Nominal <= high)) {
      fault(["NormFactors", i, "Nominal"], `${Nominal} is outside of the bounds [${low}, ${high}]`);
    }
  });
  Systematics.forEach((systematic, i) => {
    const path = ["Systematics", i];
    known(systematic.Regions, [...path, "Regions"]);
    known(systematic.Samples, [...path, "Samples"]);
    known(systematic.Smoothing?.Regions, [...path, "Smoothing", "Regions"]);
    known(systematic.Smoothing?.Samples, [...path, "Smoothing", "Samples"]);
    checkVariations(systematic, path, fault);
  });
  checkParameters(spec, fault);
  checkNames(spec, fault);
}

function checkUnique(spec: ConfigSpec, fault: Fault): void {
  for (const key of ["Regions", "Samples", "NormFactors", "Systematics"] as const) {
    const seen = new Set<string>();
    (spec[key] ?? []).forEach(({ Name }, i) => {
      if (seen.has(Name)) fault([key, i, "Name"], `"${Name}" is used twice: names must differ`);
      seen.add(Name);
    });
  }
}

/** Templates are kept by name: `A_B` may be region A and sample B, or a region of that name. */
function checkNames(spec: ConfigSpec, fault: Fault): void {
  const seen = new Map<string, TemplateKey>();
  for (const key of neededTemplates(spec)) {
    const other = seen.get(key.name);
    if (other !== undefined) {
      const parts = ({ region, sample, systematic, side }: TemplateKey): string =>
        [region.Name, sample.Name, systematic?.Name, side].filter(Boolean).join(", ");
      fault(
        ["Samples", spec.Samples.indexOf(key.sample), "Name"],
        `the templates of (${parts(other)}) and of (${parts(key)}) would both be called "${key.name}": change a name`,
      );
    }
    seen.set(key.name, key);
  }
}

function checkEdges(edges: readonly number[] | undefined, path: KeyPath, fault: Fault): void {
  edges?.forEach((edge, i) => {
    if (i > 0 && !(edge > edges[i - 1])) {
      fault([...path, i], `edges must ascend, and ${edge} follows ${edges[i - 1]}`);
    }
  });
}

function checkVariations(systematic: SystematicSpec, path: KeyPath, fault: Fault): void {
  const { Type, Up, Down } = systematic;
  if (Up.Symmetrize === true) {
    fault([...path, "Up", "Symmetrize"], 'only "Down" can mirror the other variation');
  }
  for (const [side, variation] of [
    ["Up", Up],
    ["Down", Down],
  ] as const) {
    if (Type === "Normalization" && variation.Normalization === undefined) {
      const other =
        side === "Down" && Down.Symmetrize ? `, such as ${-(Up.Normalization ?? 0)}` : "";
      fault(
        [...path, side],
        `a systematic of type Normalization needs the key "Normalization"${other}`,
      );
    }
    if (Type === "NormPlusShape" && variation.Normalization !== undefined) {
      fault(
        [...path, side, "Normalization"],
        'a systematic of type NormPlusShape takes its effect from templates: remove the key, or use "Type: Normalization"',
      );
    }
  }
}

/** Names of parameters: of interest, and fixed. */
function checkParameters(
  { General, NormFactors, Systematics = [] }: ConfigSpec,
  fault: Fault,
): void {
  const factors = NormFactors.map(({ Name }) => Name);
  const modifiers = Systematics.map(({ Name, ModifierName }) => ModifierName ?? Name);
  const all = [...factors, ...modifiers];
  const { POI, Fixed = [] } = General;
  if (POI !== undefined && POI !== "" && !all.includes(POI)) {
    fault(["General", "POI"], `there is no parameter "${POI}"${suggestionFor(POI, all)}`);
  }
  Fixed.forEach(({ Name }, i) => {
    const named = [...factors, ...Systematics.map((one) => one.Name)];
    if (!named.includes(Name)) {
      fault(
        ["General", "Fixed", i, "Name"],
        `there is no parameter "${Name}"${suggestionFor(Name, named)}`,
      );
    }
  });
}
