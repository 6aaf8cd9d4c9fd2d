import { HepwasmError, NotFoundError, SourceError, UsageError } from "../errors.ts";
import { accumulatorToBytes } from "./accumulator-bytes.ts";
import { engineFolder } from "./engine-folder.ts";
import type { SentModule, SentModules } from "./module-hooks.ts";
import type { TraceMessage } from "./module-trace.ts";
import { nodeBuiltin } from "./node-builtin.ts";
import type { ProcessorPlace } from "./thread-messages.ts";

/** `bundle.json` of what is sent to workers: what a Node child finds there. */
export interface BundleFile {
  /** The processor: a path in the folder, and the export. */
  readonly module: string;
  readonly name: string;
  readonly modules: SentModules;
}

type Fs = typeof import("node:fs");
type Path = typeof import("node:path");
type Url = typeof import("node:url");
type ChildProcess = typeof import("node:child_process");
type Zlib = typeof import("node:zlib");

const what = "a DaskExecutor";

/** A file to send: its path there, and its bytes. */
type SentFile = readonly [path: string, bytes: Uint8Array];

/**
 * All that a worker needs beside Node: the engine as built, the module of the processor with what it
 * imports, its settings. A worker's Node runs `engine/dist/process/dask-child.js`. u32le length | JSON {files: [[path, size], …]} | their bytes, all deflated.
 *
 * @param files  further files that the module reads: absolute paths
 * @throws SourceError when the module cannot be loaded, UsageError for what cannot be sent
 */
export async function bundle(
  processor: ProcessorPlace,
  files: readonly string[],
): Promise<Uint8Array> {
  const { user, modules, entry } = await userModules(processor, files);
  const bundleFile: BundleFile = { module: entry, name: processor.name, modules };
  const all: SentFile[] = [
    ...engineFiles(),
    ...user,
    ["bundle.json", new TextEncoder().encode(JSON.stringify(bundleFile))],
    ["settings.bin", settingsBytes(processor.settings)],
  ];
  const header = JSON.stringify({ files: all.map(([path, bytes]) => [path, bytes.length]) });
  const text = new TextEncoder().encode(header);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const parts = [length, text, ...all.map(([, bytes]) => bytes)];
  const { deflateSync } = nodeBuiltin<Zlib>("node:zlib", what);
  const { Buffer } = nodeBuiltin<typeof import("node:buffer")>("node:buffer", what);
  return deflateSync(Buffer.concat(parts), { level: 1 });
}

function settingsBytes(settings: unknown): Uint8Array {
  try {
    return accumulatorToBytes(settings);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^out/, "settings") : String(cause);
    throw new UsageError(`the settings cannot be sent to workers: ${why}`, { cause });
  }
}

/** Read once: it does not change while it runs. */
let engine: SentFile[] | undefined;

function engineFiles(): SentFile[] {
  if (engine !== undefined) return engine;
  const fs = nodeBuiltin<Fs>("node:fs", what);
  const found: SentFile[] = [];
  const add = (from: URL, to: string): void => {
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
      if (entry.isDirectory()) add(new URL(`${entry.name}/`, from), `${to}${entry.name}/`);
      else if (/\.([cm]?js|json)$/.test(entry.name)) {
        found.push([`${to}${entry.name}`, fs.readFileSync(new URL(entry.name, from))]);
      }
    }
  };
  try {
    add(new URL("dist/", engineFolder()), "engine/dist/");
    add(new URL("vendor/", engineFolder()), "engine/vendor/");
    found.push(["engine/package.json", fs.readFileSync(new URL("package.json", engineFolder()))]);
    const manifest = new URL("package.json", engineFolder());
    const { dependencies } = JSON.parse(fs.readFileSync(manifest, "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      add(packageFolder(name), `engine/node_modules/${name}/`);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HepwasmError(`hepwasm's own files, which workers need, cannot be read: ${why}`, {
      cause,
    });
  }
  engine = found;
  return found;
}

/** Of a package that the engine uses: in the nearest node_modules, as Node looks for it. */
function packageFolder(name: string): URL {
  const { existsSync } = nodeBuiltin<Fs>("node:fs", what);
  for (let at = engineFolder(); ; at = new URL("../", at)) {
    const folder = new URL(`node_modules/${name}/`, at);
    if (existsSync(folder)) return folder;
    if (at.pathname === "/") throw new NotFoundError("package", name, [], engineFolder().href);
  }
}

/** The processor's module and what it imports, beside the engine. */
async function userModules(
  { module, name }: ProcessorPlace,
  files: readonly string[],
): Promise<{ user: SentFile[]; modules: SentModules; entry: string }> {
  const { fileURLToPath } = nodeBuiltin<Url>("node:url", what);
  const fs = nodeBuiltin<Fs>("node:fs", what);
  if (!module.startsWith("file:")) {
    throw new UsageError(`the processor's module is a file, not ${module}`);
  }
  const { traced, exports } = await trace(module);
  if (!exports.includes(name)) throw new NotFoundError("export", name, exports, module);
  const engineUrls = [
    new URL("dist/", engineFolder()).href,
    new URL("vendor/", engineFolder()).href,
  ];
  const isEngine = (url: string): boolean => engineUrls.some((start) => url.startsWith(start));
  const own = traced.filter((one) => one.kind === "loaded").filter(({ url }) => !isEngine(url));
  for (const { url, format } of own) requireSendable(url, format, module);
  const paths = [...own.map(({ url }) => fileURLToPath(url)), ...files];
  const base = commonFolder(paths);
  const placeOf = (url: string): string => {
    const path = fileURLToPath(url);
    if (isEngine(url)) return `engine/${path.slice(fileURLToPath(engineFolder()).length)}`;
    return `user/${path.slice(base.length)}`.replaceAll("\\", "/");
  };
  const imports = new Map<string, Record<string, string>>();
  for (const one of traced) {
    if (one.kind !== "resolved" || !one.url.startsWith("file:") || isEngine(one.parent)) continue;
    requireOneEngine(one.specifier, one.url, isEngine);
    const parent = one.parent.replace(/[?#].*$/, "");
    const known = imports.get(parent) ?? {};
    known[one.specifier] = placeOf(one.url);
    imports.set(parent, known);
  }
  const modules: Record<string, SentModule> = {};
  const user: SentFile[] = [];
  for (const { url, format, source } of own) {
    user.push([placeOf(url), source]);
    modules[placeOf(url)] = { format, imports: imports.get(url) ?? {} };
  }
  for (const path of files) {
    user.push([`user/${path.slice(base.length)}`.replaceAll("\\", "/"), fs.readFileSync(path)]);
  }
  return { user, modules, entry: placeOf(pathUrl(fs.realpathSync(fileURLToPath(module))).href) };
}

function requireSendable(url: string, format: string, module: string): void {
  if (url.startsWith(new URL("src/", engineFolder()).href)) {
    throw new UsageError(`${module} imports the sources of hepwasm; let it import "hepwasm"`);
  }
  if (format !== "commonjs") return;
  throw new UsageError(
    `${module} imports ${url}, which is CommonJS and cannot be sent to workers as it is: bundle the ` +
      "processor into one ES module, as esbuild --bundle --format=esm --external:hepwasm does",
  );
}

function requireOneEngine(
  specifier: string,
  url: string,
  isEngine: (url: string) => boolean,
): void {
  if (!/^hepwasm(\/|$)/.test(specifier) || isEngine(url)) return;
  throw new UsageError(
    `the processor imports the hepwasm of ${url}, and this is another copy, of ${engineFolder().href}`,
  );
}

/** The folder that holds all of `paths`, with its last separator. */
function commonFolder(paths: readonly string[]): string {
  const { dirname, sep } = nodeBuiltin<Path>("node:path", what);
  let folder = `${dirname(paths[0])}${sep}`;
  while (!paths.every((path) => path.startsWith(folder))) {
    folder = `${dirname(folder.slice(0, -1))}${sep}`.replace(`${sep}${sep}`, sep);
  }
  return folder;
}

function pathUrl(path: string): URL {
  return nodeBuiltin<Url>("node:url", what).pathToFileURL(path);
}

type Trace = Extract<TraceMessage, { kind: "traced" }>;

/** Modules that were traced, with the times at which their files had changed last. */
const traces = new Map<
  string,
  { readonly trace: Trace; readonly changed: ReadonlyMap<string, number> }
>();

/** What Node loads for `module`: found out once, as long as no file of it changes. */
async function trace(module: string): Promise<Trace> {
  const { statSync } = nodeBuiltin<Fs>("node:fs", what);
  const changedAt = (url: string): number =>
    statSync(new URL(url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const known = traces.get(module);
  if (known && [...known.changed].every(([url, time]) => changedAt(url) === time))
    return known.trace;
  const traced = await traceNow(module);
  const urls = traced.traced.filter(({ kind }) => kind === "loaded").map(({ url }) => url);
  traces.set(module, { trace: traced, changed: new Map(urls.map((url) => [url, changedAt(url)])) });
  return traced;
}

/** Imports `module` in a process of its own, and returns what Node loaded for it. */
function traceNow(module: string): Promise<Trace> {
  const { fork } = nodeBuiltin<ChildProcess>("node:child_process", what);
  // The built one also where the sources run: it needs no loader of TypeScript.
  const script = new URL("dist/process/module-trace.js", engineFolder());
  return new Promise((resolve, reject) => {
    const child = fork(script, [module], {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.on("data", (text) => {
      said = `${said}${text}`.slice(-4000);
    });
    child.on("message", (message: TraceMessage) => {
      if (message.kind === "traced") resolve(message);
      else {
        reject(
          new SourceError(module, `the processor's module cannot be loaded: ${message.message}`),
        );
      }
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      reject(new SourceError(module, `importing it ended the process (${code}): ${said}`));
    });
  });
}
