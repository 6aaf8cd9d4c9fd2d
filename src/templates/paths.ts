import { suggestionFor } from "../errors.ts";
import type { KeyPath } from "./config-check.ts";
import type { SystematicSpec, VariationSpec } from "./config-spec.ts";
import type { Configuration } from "./configuration.ts";
import { namesOf } from "./contains.ts";
import type { TemplateKey } from "./route.ts";

const PLACEHOLDERS = ["{RegionPath}", "{SamplePath}", "{VariationPath}"];

/** The settings of a variation; of nothing for the nominal template. */
export function variationOf({ systematic, side }: TemplateKey): VariationSpec {
  return side === undefined ? {} : (systematic?.[side] ?? {});
}

/** Where a setting of a template's sample, region or systematic stands in the configuration. */
export function pathOf(
  { spec }: Configuration,
  key: TemplateKey,
  kind: "Regions" | "Samples" | "Systematics",
  ...rest: KeyPath
): KeyPath {
  switch (kind) {
    case "Regions":
      return [kind, spec.Regions.indexOf(key.region), ...rest];
    case "Samples":
      return [kind, spec.Samples.indexOf(key.sample), ...rest];
    case "Systematics":
      return [kind, (spec.Systematics ?? []).indexOf(key.systematic as SystematicSpec), ...rest];
    default:
      return kind satisfies never;
  }
}

/**
 * Where the ntuples of a template are: the general path, its placeholders replaced.
 * @see cabinetry.templates.builder._ntuple_paths
 */
export function ntuplePaths(config: Configuration, key: TemplateKey): string[] {
  const variation = variationOf(key);
  const region = variation.RegionPath ?? key.region.RegionPath;
  const samples = variation.SamplePath ?? key.sample.SamplePath;
  const path = withRegion(config, config.spec.General.InputPath, region, key);
  const list = samples === undefined ? [undefined] : namesOf(samples);
  return list.map((sample) => complete(config, withSample(config, path, sample, key)));
}

/**
 * Where the histogram of a template is: `FILE:NAME`. A variation's region has no path of its own here.
 * @see cabinetry.templates.collector._histo_path
 */
export function histogramPath(config: Configuration, key: TemplateKey): string {
  const variation = variationOf(key);
  const { General } = config.spec;
  const samples = variation.SamplePath ?? key.sample.SamplePath;
  if (samples !== undefined && typeof samples !== "string") {
    const place =
      variation.SamplePath === undefined ? sampleKey(config, key) : sideKey(config, key);
    throw config.fault(
      [...place, "SamplePath"],
      "a template is collected from one file: give one path",
    );
  }
  const path = withSample(
    config,
    withRegion(config, General.InputPath, key.region.RegionPath, key),
    samples,
    key,
  );
  const variationPath = variation.VariationPath ?? General.VariationPath ?? "";
  return complete(config, path.replaceAll("{VariationPath}", variationPath));
}

function withRegion(
  config: Configuration,
  path: string,
  region: string | undefined,
  key: TemplateKey,
): string {
  if (region === undefined && path.includes("{RegionPath}")) {
    throw config.fault(
      pathOf(config, key, "Regions"),
      `region "${key.region.Name}" needs the key "RegionPath", which InputPath asks for`,
    );
  }
  return region === undefined ? path : path.replaceAll("{RegionPath}", region);
}

function withSample(
  config: Configuration,
  path: string,
  sample: string | undefined,
  key: TemplateKey,
): string {
  if (sample === undefined && path.includes("{SamplePath}")) {
    throw config.fault(
      sampleKey(config, key),
      `sample "${key.sample.Name}" needs the key "SamplePath", which InputPath asks for`,
    );
  }
  return sample === undefined ? path : path.replaceAll("{SamplePath}", sample);
}

/** A path whose placeholders are all replaced. */
function complete(config: Configuration, path: string): string {
  const left = /\{\w*\}/.exec(path)?.[0];
  if (left !== undefined) {
    throw config.fault(
      ["General", "InputPath"],
      `there is no placeholder ${left}${suggestionFor(left, PLACEHOLDERS)}`,
    );
  }
  return path;
}

function sampleKey(config: Configuration, key: TemplateKey): KeyPath {
  return pathOf(config, key, "Samples");
}

/** The settings of a template's variation. */
export function sideKey(config: Configuration, key: TemplateKey): KeyPath {
  return key.side === undefined
    ? sampleKey(config, key)
    : pathOf(config, key, "Systematics", key.side);
}
