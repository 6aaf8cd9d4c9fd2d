import type {
  Names,
  NormFactorSpec,
  RegionSpec,
  SampleSpec,
  SmoothingSpec,
  SystematicSpec,
} from "./config-spec.ts";

/** A side of a systematic; undefined for the nominal template. */
export type Side = "Up" | "Down";

/** A setting of one name or several as a list. */
export function namesOf(names: Names | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : names;
}

/** Whether a list of names, empty for all, has a name. */
function includes(names: Names | undefined, name: string): boolean {
  const list = namesOf(names);
  return list.length === 0 || list.includes(name);
}

/** @see cabinetry.configuration.region_contains_sample */
export function regionHasSample(region: RegionSpec, sample: SampleSpec): boolean {
  return includes(sample.Regions, region.Name);
}

/**
 * Whether a modifier, or a smoothing, acts on a sample in a region.
 * @see cabinetry.configuration.region_contains_modifier, sample_contains_modifier
 */
export function actsOn(
  modifier: NormFactorSpec | SystematicSpec | SmoothingSpec,
  region: RegionSpec,
  sample: SampleSpec,
): boolean {
  return includes(modifier.Regions, region.Name) && includes(modifier.Samples, sample.Name);
}

/**
 * Whether a template is filled or read: nominal ones of all samples, variations of simulation where the
 * systematic acts and has a shape that is not mirrored.
 * @see cabinetry.configuration.histogram_is_needed
 */
export function templateIsNeeded(
  region: RegionSpec,
  sample: SampleSpec,
  systematic: SystematicSpec | undefined,
  side: Side | undefined,
): boolean {
  if (!regionHasSample(region, sample)) return false;
  if (systematic === undefined || side === undefined) return true;
  if (sample.Data === true || systematic.Type === "Normalization") return false;
  return actsOn(systematic, region, sample) && systematic[side].Symmetrize !== true;
}
