import type { Configuration } from "./configuration.ts";
import { actsOn } from "./contains.ts";
import { pathOf } from "./paths.ts";
import { neededTemplates, type TemplateKey } from "./route.ts";
import { smooth353qhTwice } from "./smooth.ts";
import { type Template, templateName, totalYield, warningsOf } from "./template.ts";

export interface PostprocessOptions {
  /** Told what is unusual about a template. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Post-processes all templates: statistical uncertainties that are no numbers become zero, and variations
 * are smoothed where the configuration says so. `config.templates` keeps the templates as they were, too.
 *
 * @throws ConfigError when a variation cannot be smoothed, NotFoundError without templates
 * @see cabinetry.templates.postprocess
 */
export function postprocess(config: Configuration, { onWarning }: PostprocessOptions = {}): void {
  const { templates } = config;
  const made: [string, Template][] = [];
  for (const key of neededTemplates(config.spec)) {
    const template = templates.get(key.name, { modified: false });
    for (const warning of warningsOf(template, key.name)) onWarning?.(warning);
    const stdev = template.stdev.map((value) => (Number.isNaN(value) ? 0 : value));
    const yields = smooths(key) ? smoothed(config, key, template) : template.yields;
    made.push([key.name, { bins: template.bins, yields, stdev }]);
  }
  for (const [name, template] of made) templates.setModified(name, template);
}

function smooths({ region, sample, systematic }: TemplateKey): boolean {
  const smoothing = systematic?.Smoothing;
  return smoothing !== undefined && actsOn(smoothing, region, sample);
}

/** The ratio to the nominal template is smoothed, and the total yield kept. */
function smoothed(config: Configuration, key: TemplateKey, template: Template): Float64Array {
  const name = templateName(key.region, key.sample);
  const nominal = config.templates.get(name, { modified: false });
  const empty = nominal.yields.indexOf(0);
  if (empty >= 0) {
    throw config.fault(
      pathOf(config, key, "Systematics", "Smoothing"),
      `"${key.name}" cannot be smoothed: bin ${empty} of "${name}" is empty, and the ratio of both is smoothed; ` +
        "merge bins, or leave this sample out with the key Samples or Regions of Smoothing",
    );
  }
  const ratio = template.yields.map((value, i) => value / nominal.yields[i]);
  const shape = smooth353qhTwice(ratio).map((value, i) => value * nominal.yields[i]);
  const before = totalYield(template);
  const after = totalYield({ ...template, yields: shape });
  if (after === 0) {
    throw config.fault(
      pathOf(config, key, "Systematics", "Smoothing"),
      `"${key.name}" cannot be smoothed: nothing is left of it`,
    );
  }
  return shape.map((value) => (value * before) / after);
}
