// Modules of the driver, run elsewhere: hooks of Node's loader that find what the driver's Node found.
import { readFileSync } from "node:fs";
import * as loader from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A module as the driver's Node loaded it. */
export interface SentModule {
  /** Of the source, as Node's loaders call it: "module", "commonjs", "json". */
  readonly format: string;
  /** Paths of the modules that it imports, by specifier. */
  readonly imports: Readonly<Record<string, string>>;
}

/** Modules by their path in the folder that was sent. */
export type SentModules = Readonly<Record<string, SentModule>>;

interface Found {
  folder: string;
  modules: SentModules;
}

interface Resolved {
  url: string;
  format?: string | null | undefined;
  shortCircuit?: boolean | undefined;
}

interface Loaded {
  format: string;
  source: Uint8Array;
  shortCircuit?: boolean | undefined;
}

let found: Found | undefined;

/** Makes `import` find the modules in `folder`, whose path has no links. */
export function acceptModules(folder: string, modules: SentModules): void {
  found = { folder, modules };
  const { registerHooks } = loader as unknown as {
    registerHooks?: (hooks: { resolve: typeof resolve; load: typeof load }) => void;
  };
  if (registerHooks !== undefined) registerHooks({ resolve, load });
  // Not by the name of this module, whose exports have other names where it was built into another.
  else loader.register(new URL("../process/module-hooks.js", import.meta.url), { data: found });
}

/** Where hooks have a thread of their own, as Node 20 has it: called there. */
export function initialize(data: Found): void {
  found = data;
}

/** @see acceptModules */
export function resolve<T>(
  specifier: string,
  context: { parentURL?: string | undefined },
  next: (specifier: string, context: unknown) => T,
): T | Resolved {
  const parent = sentPath(context.parentURL);
  const path = parent && found?.modules[parent]?.imports[specifier];
  if (found === undefined || path === undefined) return next(specifier, context);
  return { url: pathToFileURL(join(found.folder, path)).href, shortCircuit: true };
}

/** @see acceptModules */
export function load<T>(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => T,
): T | Loaded {
  const path = sentPath(url);
  const module = path && found?.modules[path];
  if (!module || module.format === "commonjs") return next(url, context);
  return { format: module.format, source: readFileSync(fileURLToPath(url)), shortCircuit: true };
}

function sentPath(url: string | undefined): string | undefined {
  if (found === undefined || !url?.startsWith("file:")) return undefined;
  return relative(found.folder, fileURLToPath(url)).replaceAll("\\", "/");
}
