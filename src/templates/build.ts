import { compile, type Expression } from "../array/expression/expression.ts";
import {
  ChunkError,
  ConfigError,
  ExpressionError,
  HepwasmError,
  NotFoundError,
  NotLoadedError,
  UsageError,
} from "../errors.ts";
import { variableAxis } from "../hist/axis.ts";
import { Hist } from "../hist/hist.ts";
import type { Fileset } from "../process/fileset.ts";
import { openFile } from "../process/open-file.ts";
import type { Events, Processor } from "../process/processor.ts";
import { type RunOptions, run } from "../process/run.ts";
import { openRoot } from "../root/file.ts";
import { globFiles } from "../root/glob-files.ts";
import type { RootInput } from "../root/source-open.ts";
import { scope } from "../wasm/scope.ts";
import { keep } from "./collect.ts";
import type { KeyPath } from "./config-check.ts";
import type { Configuration } from "./configuration.ts";
import { ntuplePaths, pathOf, sideKey, variationOf } from "./paths.ts";
import { neededTemplates, type Router, type TemplateKey } from "./route.ts";
import { fromHist, type Template } from "./template.ts";

/** How templates are filled; the options of the run itself are those of `run`. */
export interface BuildOptions
  extends Pick<RunOptions, "chunkSize" | "maxChunks" | "progress" | "onProgress" | "signal"> {
  /**
   * Opens the file of a path: what a page does that has files but no paths. By default paths count as
   * `openRoot` takes them, and may be patterns.
   */
  readonly open?: ((path: string) => RootInput | Promise<RootInput>) | undefined;
  /**
   * "uproot" fills what cabinetry fills with uproot 5.7, whose reader of RNTuples leaves out the filters;
   * "hepwasm" (the default) heeds them whatever the format.
   */
  readonly method?: "hepwasm" | "uproot" | undefined;
  /** Builders of one's own. */
  readonly router?: Router | undefined;
  /** Told what is unusual about a template. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** What one template is filled with. */
interface Recipe {
  readonly key: TemplateKey;
  readonly edges: readonly number[];
  readonly variable: Setting;
  readonly filter: Setting | undefined;
  /** An expression, or one weight for all events. */
  readonly weight: Setting | number;
}

/** An expression and where in the configuration it stands. */
interface Setting {
  readonly expression: Expression;
  readonly path: KeyPath;
}

/**
 * Fills all templates of a configuration from ntuples; `config.templates` has them then. Each file is read
 * once for all templates of the same tree.
 *
 * @throws ConfigError naming the line of the expression, file or setting at fault
 * @see cabinetry.templates.build
 */
export async function build(config: Configuration, options: BuildOptions = {}): Promise<void> {
  const { router, onWarning, method = "hepwasm", open, ...running } = options;
  if (method !== "hepwasm" && method !== "uproot") {
    throw new UsageError(`templates are built by the method hepwasm or uproot, not "${method}"`);
  }
  const made = new Map<TemplateKey, Template>();
  const groups = new Map<string, { files: Record<string, string>; recipes: Recipe[] }>();
  const keys = [...neededTemplates(config.spec)];
  for (const key of keys) {
    const builder = router?.builderOf(key);
    if (builder !== undefined) {
      const { region, sample, systematic, side } = key;
      const hist = await builder(region, sample, systematic, side ?? null);
      if (!(hist instanceof Hist)) {
        const place = pathOf(config, key, "Regions");
        throw config.fault(place, `the builder of template "${key.name}" must return a Hist`);
      }
      made.set(key, fromHist(hist));
      continue;
    }
    const recipe = recipeOf(config, key);
    const tree = treeOf(config, key);
    const files: Record<string, string> = {};
    for (const path of ntuplePaths(config, key)) {
      const found = open === undefined ? await filesOf(config, key, path) : [path];
      for (const file of found) files[file] = tree;
    }
    const id = JSON.stringify(files);
    const group = groups.get(id) ?? { files, recipes: [] };
    group.recipes.push(recipe);
    groups.set(id, group);
  }
  if (groups.size > 0) {
    const sets = [...groups.values()];
    const named = sets.map(({ recipes }, i) => [`${recipes[0].key.name} (${i})`, sets[i]] as const);
    const fileset: Fileset = Object.fromEntries(
      named.map(([name, { files }]) => [name, { files }]),
    );
    const recipes = new Map(named.map(([name, set]) => [name, set.recipes]));
    const inputOf = open ?? ((path: string) => path);
    const unfiltered =
      method === "uproot"
        ? await ntuplesOf(
            sets.map(({ files }) => files),
            inputOf,
          )
        : none;
    const filled = await filledBy({ config, recipes, unfiltered }, fileset, {
      ...running,
      open: async (source, how) => openFile(await inputOf(String(source)), how),
    });
    for (const [key, hist] of filled) {
      made.set(key, fromHist(hist));
      hist.dispose();
    }
  }
  const ordered = keys.map((key) => [key, made.get(key) as Template] as const);
  keep(config, ordered, onWarning);
}

/** What is filled by dataset, and files whose events are taken without filters. */
interface Filling {
  readonly config: Configuration;
  readonly recipes: ReadonlyMap<string, readonly Recipe[]>;
  readonly unfiltered: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

async function filledBy(
  { config, recipes, unfiltered }: Filling,
  fileset: Fileset,
  options: RunOptions,
): Promise<[TemplateKey, Hist][]> {
  const processor: Processor<Record<string, Hist>> = {
    process: (events) => {
      const { dataset, filename } = events.metadata;
      const all = unfiltered.has(filename);
      const wanted = (recipes.get(dataset) ?? []).map((one) =>
        all ? { ...one, filter: undefined } : one,
      );
      return Object.fromEntries(wanted.map((one) => [one.key.name, fill(config, one, events)]));
    },
  };
  try {
    const out = await run(fileset, processor, options);
    return [...recipes.values()]
      .flat()
      .map(({ key, edges }) => [key, out[key.name] ?? emptyHist(edges)]);
  } catch (error) {
    if (!(error instanceof ChunkError)) throw error;
    if (error.cause instanceof ConfigError) throw error.cause;
    const [recipe] = recipes.get(error.dataset) ?? [];
    if (recipe === undefined || !(error.cause instanceof HepwasmError)) throw error;
    const { key } = recipe;
    const place = error.cause instanceof NotFoundError ? treeKey(config, key) : blamed(config, key);
    const why = `template "${key.name}": ${error.cause.message}`;
    throw config.fault(place, why, { cause: error });
  }
}

/** The files whose tree is an RNTuple. */
async function ntuplesOf(
  groups: readonly Readonly<Record<string, string>>[],
  inputOf: (path: string) => RootInput | Promise<RootInput>,
): Promise<ReadonlySet<string>> {
  const out = new Set<string>();
  for (const [path, tree] of groups.flatMap((files) => Object.entries(files))) {
    await using file = await openRoot(await inputOf(path));
    if (file.key(tree).className === "ROOT::RNTuple") out.add(path);
  }
  return out;
}

function emptyHist(edges: readonly number[]): Hist {
  return new Hist([variableAxis(edges)], "weight");
}

/** One template of one chunk of events. */
function fill(config: Configuration, recipe: Recipe, events: Events): Hist {
  const { key, edges, variable, filter, weight } = recipe;
  const hist = emptyHist(edges);
  scope(() => {
    const selected =
      filter === undefined
        ? events
        : placed(config, key, filter, () => events.filter(filter.expression(events)));
    const values = placed(config, key, variable, () => variable.expression(selected));
    const weights =
      typeof weight === "number"
        ? weight
        : placed(config, key, weight, () => weight.expression(selected));
    placed(config, key, variable, () => hist.fill([values], { weight: weights }));
  });
  return hist;
}

/** Does what an expression asks for; where that fails, the error names its line. */
function placed<T>(config: Configuration, key: TemplateKey, { path }: Setting, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    // A column that has to be read first is no error.
    if (!(cause instanceof HepwasmError) || cause instanceof NotLoadedError) throw cause;
    throw config.fault(path, `template "${key.name}": ${cause.message}`, { cause });
  }
}

function recipeOf(config: Configuration, key: TemplateKey): Recipe {
  const { region, sample } = key;
  const variation = variationOf(key);
  const regionKey = pathOf(config, key, "Regions");
  const side = sideKey(config, key);
  const { Binning } = region;
  if (Binning === undefined) {
    throw config.fault(regionKey, `region "${region.Name}" needs the key "Binning" to be filled`);
  }
  if (variation.Variable === undefined && region.Variable === undefined) {
    throw config.fault(regionKey, `region "${region.Name}" needs the key "Variable" to be filled`);
  }
  const sampleKey = pathOf(config, key, "Samples");
  const chosen = (
    name: "Variable" | "Filter" | "Weight",
    ...levels: readonly (readonly [text: string | undefined, place: KeyPath])[]
  ): Setting | undefined => {
    const [text, place] = levels.find(([one]) => one !== undefined) ?? [];
    return text === undefined ? undefined : setting(config, text, [...(place ?? []), name]);
  };
  const variable = chosen("Variable", [variation.Variable, side], [region.Variable, regionKey]);
  const filter = chosen(
    "Filter",
    [variation.Filter, side],
    [sample.Filter, sampleKey],
    [region.Filter, regionKey],
  );
  const text = variation.Weight ?? sample.Weight ?? "1.0";
  const number = text.trim() === "" ? Number.NaN : Number(text);
  const weight = Number.isNaN(number)
    ? chosen("Weight", [variation.Weight, side], [sample.Weight, sampleKey])
    : number;
  return { key, edges: Binning, variable: variable!, filter, weight: weight! };
}

function setting(config: Configuration, text: string, path: KeyPath): Setting {
  try {
    return { expression: compile(text), path };
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause;
    throw config.fault(path, cause.message, { cause });
  }
}

function treeOf(config: Configuration, key: TemplateKey): string {
  const tree = variationOf(key).Tree ?? key.sample.Tree;
  if (tree === undefined) {
    throw config.fault(
      pathOf(config, key, "Samples"),
      `sample "${key.sample.Name}" needs the key "Tree" to be filled`,
    );
  }
  return tree;
}

async function filesOf(config: Configuration, key: TemplateKey, path: string): Promise<string[]> {
  try {
    return await globFiles(config.resolve(path));
  } catch (cause) {
    if (!(cause instanceof HepwasmError)) throw cause;
    throw config.fault(blamed(config, key), cause.message, { cause });
  }
}

/** The setting that says where a template's events are. */
function blamed(config: Configuration, key: TemplateKey): KeyPath {
  if (variationOf(key).SamplePath !== undefined) return [...sideKey(config, key), "SamplePath"];
  if (key.sample.SamplePath !== undefined) return pathOf(config, key, "Samples", "SamplePath");
  return ["General", "InputPath"];
}

/** The setting that names a template's tree. */
function treeKey(config: Configuration, key: TemplateKey): KeyPath {
  if (variationOf(key).Tree !== undefined) return [...sideKey(config, key), "Tree"];
  return pathOf(config, key, "Samples", "Tree");
}
