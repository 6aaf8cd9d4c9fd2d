import { type Document, isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { ConfigError } from "../errors.ts";
import { openSource } from "../root/source-open.ts";
import { checkStructure, type Fault, type KeyPath } from "./config-check.ts";
import { checkMeaning } from "./config-meaning.ts";
import type { ConfigSpec, RegionSpec } from "./config-spec.ts";
import { templateName } from "./template.ts";
import { TemplateSet } from "./template-set.ts";

/** How a configuration is read. */
export interface ConfigurationOptions {
  /**
   * The folder that relative paths of the configuration count from; by default that of the process, or the
   * page.
   */
  readonly folder?: string | undefined;
}

/**
 * A configuration that was checked, and the templates that were made by it.
 * @see cabinetry.configuration
 */
export class Configuration {
  /** What the file says. */
  readonly spec: ConfigSpec;
  /** The file, for messages. */
  readonly file: string;
  /** What `collect` or `build` made, by region, sample and variation. */
  readonly templates: TemplateSet = new TemplateSet();
  readonly #folder: string;
  readonly #lines: (path: KeyPath) => number | undefined;

  /** Use {@link load} or {@link parse}. */
  constructor(
    value: unknown,
    {
      file = "configuration",
      folder = "",
      lines = () => undefined,
    }: ConfigurationOptions & {
      readonly file?: string;
      readonly lines?: (path: KeyPath) => number | undefined;
    } = {},
  ) {
    this.file = file;
    this.#folder = folder;
    this.#lines = lines;
    const fault: Fault = (path, message) => {
      throw this.fault(path, message);
    };
    checkStructure(value, fault);
    checkMeaning(value, fault);
    this.spec = value;
  }

  /**
   * The regions; where the file has no binning, that of their templates. So figures take a configuration:
   * `plot.dataMc(prediction, data, { config })`.
   */
  get Regions(): readonly RegionSpec[] {
    return this.spec.Regions.map((region) => {
      if (region.Binning !== undefined) return region;
      const names = this.spec.Samples.map((sample) => templateName(region, sample));
      const filled = names.find((name) => this.templates.has(name));
      return filled === undefined
        ? region
        : { ...region, Binning: [...this.templates.get(filled).bins] };
    });
  }

  /** An error about a setting, with its line. */
  fault(path: KeyPath, message: string, options?: ErrorOptions): ConfigError {
    const place = { file: this.file, line: this.#lines(path), key: keyText(path) };
    return new ConfigError(place, message, options);
  }

  /** A path of the configuration, from the folder that it counts from. */
  resolve(path: string): string {
    if (this.#folder === "" || path.startsWith("/") || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
      return path;
    }
    return `${this.#folder.replace(/\/$/, "")}/${path}`;
  }
}

/**
 * A configuration from its file.
 *
 * @param file  a path, a URL, or a `File` or `Blob`
 * @throws ConfigError naming line, key and what would do; SourceError
 * @see cabinetry.configuration.load
 */
export async function load(
  file: string | URL | Blob,
  options: ConfigurationOptions = {},
): Promise<Configuration> {
  const source = await openSource(file);
  try {
    const text = new TextDecoder().decode(await source.read(0, source.size));
    return parse(text, { file: source.name, ...options });
  } finally {
    await source.close();
  }
}

/**
 * A configuration from YAML text, by the rules of YAML 1.1 as cabinetry has them (`Yes` is true).
 * @throws ConfigError
 */
export function parse(
  text: string,
  { file = "configuration", ...options }: ConfigurationOptions & { readonly file?: string } = {},
): Configuration {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    lineCounter: counter,
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0]);
    throw new ConfigError({ file, line, key: "" }, `not YAML: ${error.message}`, { cause: error });
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError({ file, line: undefined, key: "" }, `not YAML: ${why}`, { cause });
  }
  const lines = (path: KeyPath): number | undefined => lineOf(document, counter, path);
  return new Configuration(value, { file, lines, ...options });
}

/**
 * A configuration from plain values, as a program makes them.
 * @throws ConfigError
 * @see cabinetry.configuration.validate
 */
export function validate(spec: unknown, options: ConfigurationOptions = {}): Configuration {
  return new Configuration(structuredClone(spec), options);
}

function keyText(path: KeyPath): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${key}`))
    .join("");
}

/** The line of a key, or of an entry of a list; of what is around it where it is not there. */
function lineOf(document: Document, counter: LineCounter, path: KeyPath): number | undefined {
  let node: unknown = document.contents;
  let start = (node as Node | null)?.range?.[0];
  for (const key of path) {
    let found: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key));
      found = pair?.value;
      start = (pair?.key as Node | undefined)?.range?.[0] ?? start;
      if (pair === undefined) break;
    } else if (isSeq(node)) {
      found = node.items[Number(key)];
      start = (found as Node | undefined)?.range?.[0] ?? start;
    } else {
      break;
    }
    node = isAlias(found) ? found.resolve(document) : found;
  }
  return start === undefined ? undefined : counter.linePos(start).line;
}
