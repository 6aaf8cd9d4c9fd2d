import { NotFoundError } from "../../errors.ts";
import type { ConfigSpec, SampleSpec } from "../../templates/config-spec.ts";
import type { Configuration } from "../../templates/configuration.ts";
import { regionHasSample, type Side } from "../../templates/contains.ts";
import { templateName } from "../../templates/template.ts";
import type { Figure } from "../figure.ts";
import { type DataMcLook, dataMcFigure } from "./data-mc.ts";
import { type TemplatesOptions, templates } from "./templates.ts";

/** A figure of a systematic, and of what. */
export interface TemplatesFigure {
  readonly region: string;
  readonly sample: string;
  readonly systematic: string;
  readonly figure: Figure;
}

/**
 * Figures of all variations that a configuration has templates of: those of systematics with a shape, as they
 * came and post-processed.
 *
 * @throws NotFoundError where templates are missing: collect, build or restore them first
 * @see cabinetry.visualize.templates
 */
export function templatesOfConfig(
  { spec, templates: set }: Configuration,
  options: Omit<TemplatesOptions, "region" | "sample" | "systematic"> = {},
): TemplatesFigure[] {
  const simulated = spec.Samples.filter(({ Data }) => Data !== true);
  return spec.Regions.flatMap((region) =>
    simulated
      .filter((sample) => regionHasSample(region, sample))
      .flatMap((sample) =>
        (spec.Systematics ?? []).flatMap((systematic) => {
          const variation = (side: Side, modified: boolean) => {
            const name = templateName(region, sample, systematic, side);
            const known = modified ? set.has(`${name}_modified`) : set.has(name);
            return known ? set.get(name, { modified }) : undefined;
          };
          const [upModified, downModified] = [variation("Up", true), variation("Down", true)];
          if (upModified === undefined && downModified === undefined) return [];
          const nominal = set.get(templateName(region, sample));
          const names = {
            region: region.Name,
            sample: sample.Name,
            systematic: systematic.Name,
          };
          const figure = templates(
            {
              edges: nominal.bins,
              nominal,
              upOriginal: variation("Up", false),
              downOriginal: variation("Down", false),
              upModified,
              downModified,
            },
            { xTitle: region.Variable ?? "observable", ...options, ...names },
          );
          return [{ ...names, figure }];
        }),
      ),
  );
}

/**
 * Figures of data and samples before any fit, one a region, from the templates of a configuration. The first
 * sample of the configuration is the highest of the stack; the band holds statistical uncertainties alone.
 *
 * @param channels  names of the regions (default: all)
 * @throws NotFoundError on an unknown region, and where templates are missing
 * @see cabinetry.visualize.data_mc_from_histograms
 */
export function dataMcOfConfig(
  { spec, templates: set }: Configuration,
  { channels, ...options }: DataMcLook & { readonly channels?: string | readonly string[] } = {},
): { readonly channel: string; readonly figure: Figure }[] {
  return regionsOf(spec, channels).map((region) => {
    const own = spec.Samples.filter((sample) => regionHasSample(region, sample)).reverse();
    const templateOf = (sample: SampleSpec) => set.get(templateName(region, sample));
    const data = own.filter(({ Data }) => Data === true).map(templateOf);
    const model = own.filter(({ Data }) => Data !== true);
    const stack = model.map(templateOf);
    const { bins } = [...data, ...stack][0];
    const uncertainty = new Float64Array(bins.length - 1);
    for (const { stdev } of stack) {
      for (let i = 0; i < uncertainty.length; i++) uncertainty[i] += stdev[i] * stdev[i];
    }
    const figure = dataMcFigure(
      {
        edges: bins,
        samples: model.map(({ Name }, i) => ({ name: Name, yields: stack[i].yields })),
        uncertainty: uncertainty.map(Math.sqrt),
        data: data[0]?.yields ?? new Float64Array(uncertainty.length),
      },
      {
        xTitle: region.Variable ?? "bin",
        ...options,
        label: { lines: [region.Name, "pre-fit"], ...options.label },
      },
    );
    return { channel: region.Name, figure };
  });
}

function regionsOf({ Regions }: ConfigSpec, channels: string | readonly string[] | undefined) {
  if (channels === undefined) return Regions;
  const names = typeof channels === "string" ? [channels] : channels;
  return names.map((name) => {
    const region = Regions.find(({ Name }) => Name === name);
    if (region === undefined) {
      const known = Regions.map(({ Name }) => Name);
      throw new NotFoundError("region", name, known, "the configuration");
    }
    return region;
  });
}
