import { SourceError } from "../errors.ts";
import { toRecord } from "../hist/record.ts";
import { fromRecord } from "../hist/root.ts";
import { readUhi, writeUhi } from "../hist/uhi-file.ts";
import { makeFolder } from "../node-files.ts";
import { openRoot } from "../root/file.ts";
import { openSource, type RootInput } from "../root/source-open.ts";
import { type RecreateOptions, recreateRoot } from "../root/write/recreate.ts";
import type { ByteSink } from "../root/write/sink.ts";
import { scope } from "../wasm/scope.ts";
import type { Configuration } from "./configuration.ts";
import { fromHist, type Template, toHist } from "./template.ts";
import { writeText } from "./text-file.ts";

/** Names of the files in the folder of templates. */
const ROOT_FILE = "templates.root";
const UHI_FILE = "templates.json";

/**
 * Saves the templates of a configuration in its `HistogramFolder`: `templates.root`, a TH1D by name for
 * each, and the same as UHI JSON, `templates.json`. Those that were post-processed end in `_modified`.
 *
 * @returns the paths of both files
 * @throws SourceError where nothing can be written
 */
export async function save(config: Configuration): Promise<string[]> {
  const folder = config.resolve(config.spec.General.HistogramFolder).replace(/\/+$/, "");
  makeFolder(folder);
  const paths = [`${folder}/${ROOT_FILE}`, `${folder}/${UHI_FILE}`];
  await saveRoot(config, paths[0]);
  writeText(paths[1], `${toUhiText(config)}\n`);
  return paths;
}

/**
 * Writes the templates of a configuration to one ROOT file.
 * @param target  a path, or a sink such as `blobSink()`
 */
export async function saveRoot(
  { templates }: Configuration,
  target: string | ByteSink,
  options: RecreateOptions = {},
): Promise<void> {
  await using file = await recreateRoot(target, options);
  for (const name of templates.names()) {
    const record = scope(() => toRecord(toHist(stored(templates, name)), { name }));
    await file.set(name, record);
  }
  await file.close();
}

/** The templates of a configuration as the text of one UHI file. */
export function toUhiText({ templates }: Configuration): string {
  return scope(() => {
    const hists = templates.names().map((name) => [name, toHist(stored(templates, name), name)]);
    return writeUhi(Object.fromEntries(hists), { indent: 1 });
  });
}

/**
 * Takes templates that were saved into a configuration, in place of all that it had.
 *
 * @param input  what {@link save} or {@link saveRoot} wrote, ROOT or JSON; by default `templates.root` of the
 *   `HistogramFolder`
 * @throws SourceError, FormatError
 */
export async function restore(config: Configuration, input?: RootInput): Promise<void> {
  const folder = config.resolve(config.spec.General.HistogramFolder).replace(/\/+$/, "");
  const from = input ?? `${folder}/${ROOT_FILE}`;
  let found: [string, Template][];
  try {
    found = await (isJson(from) ? readJson(from) : readRoot(from));
  } catch (cause) {
    if (!(cause instanceof SourceError) || input !== undefined) throw cause;
    throw config.fault(
      ["General", "HistogramFolder"],
      `no templates are saved there (${cause.message}): collect or build them first`,
      { cause },
    );
  }
  config.templates.clear();
  for (const [name, template] of found) config.templates.set(name, template);
}

function isJson(input: RootInput): boolean {
  const name =
    typeof input === "string" || input instanceof URL
      ? String(input)
      : ((input as { name?: unknown }).name ?? "");
  return String(name).endsWith(".json");
}

async function readJson(input: RootInput): Promise<[string, Template][]> {
  const source = await openSource(input);
  try {
    const text = new TextDecoder().decode(await source.read(0, source.size));
    return scope(() =>
      Object.entries(readUhi(text)).map(
        ([name, hist]) => [name, fromHist(hist)] as [string, Template],
      ),
    );
  } finally {
    await source.close();
  }
}

async function readRoot(input: RootInput): Promise<[string, Template][]> {
  await using file = await openRoot(input);
  const out: [string, Template][] = [];
  for (const name of file.keys({ cycle: false })) {
    const object = await file.get(name);
    if (!("kind" in object) || object.kind !== "histogram") continue;
    out.push([name, scope(() => fromHist(fromRecord(object)))]);
  }
  return out;
}

function stored(templates: Configuration["templates"], name: string): Template {
  return templates.get(name, { modified: false });
}
