import { HepwasmError, UsageError } from "../errors.ts";
import { fromRecord } from "../hist/root.ts";
import { openRoot, type RootFile } from "../root/file.ts";
import { splitFileTree } from "../root/file-tree.ts";
import type { RootInput } from "../root/source-open.ts";
import { scope } from "../wasm/scope.ts";
import type { KeyPath } from "./config-check.ts";
import type { Configuration } from "./configuration.ts";
import { histogramPath, pathOf, variationOf } from "./paths.ts";
import { neededTemplates, type TemplateKey } from "./route.ts";
import { fromHist, type Template, warningsOf } from "./template.ts";

/** How far the making of templates is. */
export interface TemplateProgress {
  /** Templates. */
  readonly done: number;
  readonly total: number;
}

export interface CollectOptions {
  /**
   * Opens the file of a path: what a page does that has files but no paths. By default paths count as
   * `openRoot` takes them.
   */
  readonly open?: ((path: string) => RootInput | Promise<RootInput>) | undefined;
  readonly onProgress?: ((progress: TemplateProgress) => void) | undefined;
  /** Told what is unusual about a template: empty bins, uncertainties that are none. */
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads all templates of a configuration from histograms in ROOT files; `config.templates` has them then.
 *
 * @throws ConfigError naming the line that asks for what is not there
 * @see cabinetry.templates.collect
 */
export async function collect(config: Configuration, options: CollectOptions = {}): Promise<void> {
  const { open = (path) => config.resolve(path), onProgress, onWarning, signal } = options;
  const keys = [...neededTemplates(config.spec)];
  const files = new Map<string, RootFile>();
  const made: [TemplateKey, Template][] = [];
  try {
    for (const key of keys) {
      signal?.throwIfAborted();
      const { file: path, tree: name } = placeOf(config, key);
      let file = files.get(path);
      try {
        if (file === undefined) {
          file = await openRoot(await open(path), { signal });
          files.set(path, file);
        }
        made.push([key, await templateAt(file, name)]);
      } catch (cause) {
        if (!(cause instanceof HepwasmError)) throw cause;
        throw config.fault(blamed(config, key), `template "${key.name}": ${cause.message}`, {
          cause,
        });
      }
      onProgress?.({ done: made.length, total: keys.length });
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  keep(config, made, onWarning);
}

/** Takes templates into a configuration, in place of all that it had. */
export function keep(
  config: Configuration,
  made: readonly (readonly [TemplateKey, Template])[],
  onWarning?: (message: string) => void,
): void {
  checkBinnings(config, made);
  config.templates.clear();
  for (const [{ name }, template] of made) {
    for (const warning of warningsOf(template, name)) onWarning?.(warning);
    config.templates.set(name, template);
  }
}

function placeOf(config: Configuration, key: TemplateKey): { file: string; tree: string } {
  const path = histogramPath(config, key);
  const { file, tree } = splitFileTree(path);
  if (tree === undefined) {
    throw config.fault(
      ["General", "InputPath"],
      `"${path}" does not say which histogram: FILE:NAME, with a colon between`,
    );
  }
  return { file, tree };
}

async function templateAt(file: RootFile, name: string): Promise<Template> {
  const object = await file.get(name);
  const kind = "kind" in object ? object.kind : "tree";
  if (!("kind" in object) || (object.kind !== "histogram" && object.kind !== "profile")) {
    throw new UsageError(`"${name}" of ${file.path} is no histogram but a ${kind}`);
  }
  return scope(() => fromHist(fromRecord(object)));
}

/** The setting that asks for the histogram: of the variation, of the sample, or the general path. */
function blamed(config: Configuration, key: TemplateKey): KeyPath {
  const { SamplePath, VariationPath } = variationOf(key);
  if (VariationPath !== undefined)
    return pathOf(config, key, "Systematics", key.side!, "VariationPath");
  if (SamplePath !== undefined) return pathOf(config, key, "Systematics", key.side!, "SamplePath");
  if (key.side !== undefined) return pathOf(config, key, "Systematics", key.side);
  if (key.sample.SamplePath !== undefined) return pathOf(config, key, "Samples", "SamplePath");
  return ["General", "InputPath"];
}

/** All templates of a region have the same bins, and contents that are numbers. */
function checkBinnings(
  config: Configuration,
  made: readonly (readonly [TemplateKey, Template])[],
): void {
  const first = new Map<string, readonly [TemplateKey, Template]>();
  for (const entry of made) {
    const [key, { bins, yields }] = entry;
    const bad = yields.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw config.fault(
        blamed(config, key),
        `template "${key.name}" has ${yields[bad]} in bin ${bad}`,
      );
    }
    const known = first.get(key.region.Name);
    if (known === undefined) {
      first.set(key.region.Name, entry);
      continue;
    }
    const [reference, { bins: expected }] = known;
    const difference = differenceOf(bins, expected);
    if (difference === undefined) continue;
    throw config.fault(
      blamed(config, key),
      `template "${key.name}" has other bins than "${reference.name}" of the same region: ${difference}`,
    );
  }
}

/** Edges that were computed differently may differ by this part of a bin. */
const EDGE_TOLERANCE = 1e-6;

function differenceOf(bins: Float64Array, expected: Float64Array): string | undefined {
  if (bins.length !== expected.length) {
    return `it has ${bins.length - 1} bins, not ${expected.length - 1}`;
  }
  const narrow = (i: number): number => expected[Math.max(i, 1)] - expected[Math.max(i, 1) - 1];
  const at = bins.findIndex((e, i) => !(Math.abs(e - expected[i]) <= EDGE_TOLERANCE * narrow(i)));
  return at < 0 ? undefined : `its edge ${at} is ${bins[at]}, not ${expected[at]}`;
}
