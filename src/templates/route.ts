import type { Hist } from "../hist/hist.ts";
import type { ConfigSpec, RegionSpec, SampleSpec, SystematicSpec } from "./config-spec.ts";
import { type Side, templateIsNeeded } from "./contains.ts";
import { templateName } from "./template.ts";

/** One template that a configuration needs. */
export interface TemplateKey {
  readonly region: RegionSpec;
  readonly sample: SampleSpec;
  /** Both undefined for the nominal template. */
  readonly systematic: SystematicSpec | undefined;
  readonly side: Side | undefined;
  readonly name: string;
}

/**
 * All templates that are filled or read, region by region, sample by sample, the nominal one first.
 * @see cabinetry.route.apply_to_all_templates
 */
export function* neededTemplates(spec: ConfigSpec): Iterable<TemplateKey> {
  for (const region of spec.Regions) {
    for (const sample of spec.Samples) {
      const key = (systematic?: SystematicSpec, side?: Side): TemplateKey => {
        const name = templateName(region, sample, systematic, side);
        return { region, sample, systematic, side, name };
      };
      if (templateIsNeeded(region, sample, undefined, undefined)) yield key();
      for (const systematic of spec.Systematics ?? []) {
        for (const side of ["Up", "Down"] as const) {
          if (templateIsNeeded(region, sample, systematic, side)) yield key(systematic, side);
        }
      }
    }
  }
}

/** Makes the histogram of one template; `template` is null for the nominal one. */
export type TemplateBuilder = (
  region: RegionSpec,
  sample: SampleSpec,
  systematic: SystematicSpec | undefined,
  template: Side | null,
) => Hist | Promise<Hist>;

/** The templates that a builder is for. In names, `*` is any text, `?` a character, `[ab]` one of these. */
export interface Route {
  readonly regionName?: string | undefined;
  readonly sampleName?: string | undefined;
  /** The nominal template has the name "". */
  readonly systematicName?: string | undefined;
  /** "Up", "Down", null for nominal ones, "*" (the default) for all. */
  readonly template?: string | null | undefined;
}

/**
 * Builders of one's own, by the templates that they are for; the first that fits is taken.
 * @see cabinetry.route.Router
 */
export class Router {
  readonly #builders: { readonly route: Route; readonly builder: TemplateBuilder }[] = [];

  /** @see cabinetry.route.Router.register_template_builder */
  registerTemplateBuilder(builder: TemplateBuilder, route: Route = {}): this {
    this.#builders.push({ route, builder });
    return this;
  }

  /** The builder of a template, if there is one. */
  builderOf({ region, sample, systematic, side }: TemplateKey): TemplateBuilder | undefined {
    return this.#builders.find(({ route }) => {
      const { regionName = "*", sampleName = "*", systematicName = "*", template = "*" } = route;
      const fitsSide =
        side === undefined
          ? template === null || template === "*"
          : template !== null && fits(side, template);
      return (
        fitsSide &&
        fits(region.Name, regionName) &&
        fits(sample.Name, sampleName) &&
        fits(systematic?.Name ?? "", systematicName)
      );
    })?.builder;
  }
}

/** Python's fnmatch. */
function fits(name: string, pattern: string): boolean {
  const source = pattern.replace(/\[!?\]?[^\]]*\]|[\s\S]/g, (token) => {
    if (token === "*") return ".*";
    if (token === "?") return ".";
    if (token.length > 1) {
      return token
        .replaceAll("\\", "\\\\")
        .replace(/^\[!/, "[^")
        .replace(/^(\[\^?)\]/, "$1\\]");
    }
    return token.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "su").test(name);
}
