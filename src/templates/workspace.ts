import { NotFoundError } from "../errors.ts";
import { openSource } from "../root/source-open.ts";
import { checkWorkspaceSpec } from "../stats/schema.ts";
import type {
  Channel,
  Measurement,
  Modifier,
  Observation,
  ParameterSpec,
  Sample,
  WorkspaceSpec,
} from "../stats/spec.ts";
import type { KeyPath } from "./config-check.ts";
import type { RegionSpec, SampleSpec, SystematicSpec } from "./config-spec.ts";
import type { Configuration } from "./configuration.ts";
import { actsOn, regionHasSample, type Side } from "./contains.ts";
import { type Template, templateName, totalYield } from "./template.ts";
import { writeText } from "./text-file.ts";

/**
 * The HistFactory workspace of a configuration and its templates, those that were post-processed first.
 * Effects on yield and shape of a systematic are split: a `normsys` for the ratio of yields, and a
 * `histosys` with the yield of the nominal template.
 *
 * @throws ConfigError on what the templates cannot be used for, NotFoundError without templates, ModelError
 * @see cabinetry.workspace.build
 */
export function build(config: Configuration): WorkspaceSpec {
  const { spec } = config;
  const data = spec.Samples.find(({ Data }) => Data === true) as SampleSpec;
  const workspace: WorkspaceSpec = {
    channels: spec.Regions.map((region) => channelOf(config, region)),
    measurements: [measurementOf(config)],
    observations: spec.Regions.map((region) => observationOf(config, region, data)),
    version: "1.0.0",
  };
  checkWorkspaceSpec(workspace);
  return workspace;
}

/**
 * Writes a workspace as JSON.
 * @throws SourceError where nothing can be written
 * @see cabinetry.workspace.save
 */
export function save(workspace: WorkspaceSpec, path: string): void {
  writeText(path, `${JSON.stringify(workspace, null, 4)}\n`);
}

/**
 * Reads a workspace.
 * @throws SourceError; ModelError on what is no workspace
 * @see cabinetry.workspace.load
 */
export async function load(file: string | URL | Blob): Promise<WorkspaceSpec> {
  const source = await openSource(file);
  try {
    const text = new TextDecoder().decode(await source.read(0, source.size));
    const value: unknown = JSON.parse(text);
    checkWorkspaceSpec(value);
    return value;
  } finally {
    await source.close();
  }
}

function channelOf(config: Configuration, region: RegionSpec): Channel {
  const { Samples, Regions } = config.spec;
  const samples = Samples.filter(
    (sample) => sample.Data !== true && regionHasSample(region, sample),
  );
  if (samples.length === 0) {
    throw config.fault(
      ["Regions", Regions.indexOf(region)],
      `region "${region.Name}" is empty: no sample is in it; see the key Regions of the samples`,
    );
  }
  return { name: region.Name, samples: samples.map((sample) => sampleOf(config, region, sample)) };
}

function sampleOf(config: Configuration, region: RegionSpec, sample: SampleSpec): Sample {
  const nominal = templateOf(config, region, sample);
  const modifiers: Modifier[] = [];
  if (sample.DisableStaterror !== true) {
    const unclear = nominal.stdev.findIndex(Number.isNaN);
    if (unclear >= 0) {
      throw config.fault(
        ["Samples", config.spec.Samples.indexOf(sample)],
        `the statistical uncertainty of "${templateName(region, sample)}" is no number in bin ${unclear}: ` +
          "call postprocess first, or set DisableStaterror",
      );
    }
    modifiers.push({
      name: `staterror_${region.Name.replaceAll(" ", "-")}`,
      type: "staterror",
      data: [...nominal.stdev],
    });
  }
  for (const factor of config.spec.NormFactors) {
    if (actsOn(factor, region, sample)) {
      modifiers.push({ data: null, name: factor.Name, type: "normfactor" });
    }
  }
  for (const systematic of config.spec.Systematics ?? []) {
    if (!actsOn(systematic, region, sample)) continue;
    if (systematic.Type === "Normalization") modifiers.push(normalization(systematic));
    else modifiers.push(...normPlusShape(config, region, sample, systematic, nominal));
  }
  return { name: sample.Name, data: [...nominal.yields], modifiers };
}

function normalization({ Name, ModifierName, Up, Down }: SystematicSpec): Modifier {
  const data = { hi: 1 + (Up.Normalization ?? 0), lo: 1 + (Down.Normalization ?? 0) };
  return { name: ModifierName ?? Name, type: "normsys", data };
}

function normPlusShape(
  config: Configuration,
  region: RegionSpec,
  sample: SampleSpec,
  systematic: SystematicSpec,
  nominal: Template,
): Modifier[] {
  const name = systematic.ModifierName ?? systematic.Name;
  const reference = totalYield(nominal);
  /** Ratio of yields, and the shape with the nominal yield. */
  const split = (side: Side): { ratio: number; shape: Float64Array } => {
    const template = templateOf(config, region, sample, systematic, side);
    const ratio = totalYield(template) / reference;
    if (ratio === 0 || !Number.isFinite(ratio)) {
      throw config.fault(
        systematicKey(config, systematic),
        `its effect cannot be a ratio of yields: "${templateName(region, sample, systematic, side)}" has the yield ` +
          `${totalYield(template)}, "${templateName(region, sample)}" ${reference}; leave sample "${sample.Name}" in ` +
          `region "${region.Name}" out of it with the keys Samples or Regions`,
      );
    }
    return { ratio, shape: template.yields.map((value) => value / ratio) };
  };
  const up = split("Up");
  // Mirrored: as far below the nominal template as the other variation is above it.
  const down =
    systematic.Down.Symmetrize === true
      ? { ratio: 2 - up.ratio, shape: up.shape.map((value, i) => 2 * nominal.yields[i] - value) }
      : split("Down");
  const norm: Modifier = { name, type: "normsys", data: { hi: up.ratio, lo: down.ratio } };
  // One bin has no shape.
  if (nominal.yields.length === 1) return [norm];
  const data = { hi_data: [...up.shape], lo_data: [...down.shape] };
  return [norm, { name, type: "histosys", data }];
}

function measurementOf({ spec }: Configuration): Measurement {
  const fixedValue = (name: string): number | undefined =>
    spec.General.Fixed?.find((one) => one.Name === name)?.Value;
  const parameters: ParameterSpec[] = spec.NormFactors.map(({ Name, Nominal, Bounds }) => {
    const fixed = fixedValue(Name);
    // A fixed parameter keeps a nominal value that is given, as in cabinetry.
    const init = Nominal ?? fixed;
    return {
      name: Name,
      ...(init === undefined ? {} : { inits: [init] }),
      ...(Bounds === undefined ? {} : { bounds: [[...Bounds]] }),
      ...(fixed === undefined ? {} : { fixed: true }),
    };
  });
  for (const { Name } of spec.Systematics ?? []) {
    const fixed = fixedValue(Name);
    if (fixed !== undefined) parameters.push({ name: Name, inits: [fixed], fixed: true });
  }
  return { name: spec.General.Measurement, config: { parameters, poi: spec.General.POI ?? "" } };
}

function observationOf(config: Configuration, region: RegionSpec, data: SampleSpec): Observation {
  if (!regionHasSample(region, data)) {
    throw config.fault(
      ["Samples", config.spec.Samples.indexOf(data), "Regions"],
      `the data must be in all regions, and "${region.Name}" is not among them`,
    );
  }
  return { name: region.Name, data: [...templateOf(config, region, data).yields] };
}

function templateOf(
  config: Configuration,
  region: RegionSpec,
  sample: SampleSpec,
  systematic?: SystematicSpec,
  side?: Side,
): Template {
  try {
    return config.templates.get(templateName(region, sample, systematic, side));
  } catch (cause) {
    if (!(cause instanceof NotFoundError) || config.templates.names().length === 0) throw cause;
    const place =
      systematic === undefined
        ? ["Samples", config.spec.Samples.indexOf(sample)]
        : [...systematicKey(config, systematic), side as Side];
    throw config.fault(place, cause.message, { cause });
  }
}

function systematicKey({ spec }: Configuration, systematic: SystematicSpec): KeyPath {
  return ["Systematics", (spec.Systematics ?? []).indexOf(systematic)];
}
