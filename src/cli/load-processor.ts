import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { HepwasmError, NotFoundError, SourceError } from "../errors.ts";
import type { Processor } from "../process/processor.ts";

/** A processor, and where other threads find it. */
export interface LoadedProcessor {
  readonly processor: Processor<unknown>;
  /** The module's URL. */
  readonly module: string;
  /** The export. */
  readonly name: string;
}

/**
 * The processor of an ES module: its default export, or `path#Name` for another one. An export is
 * an object with `process`, or a class of such objects that needs no arguments.
 *
 * @throws SourceError, NotFoundError, or what the module throws
 */
export async function loadProcessor(text: string): Promise<LoadedProcessor> {
  const hash = text.lastIndexOf("#");
  const path = hash > 0 && !existsSync(text) ? text.slice(0, hash) : text;
  const name = path === text ? "default" : text.slice(hash + 1);
  if (!existsSync(path)) throw new SourceError(path, "there is no such file");
  requireSameCopy(path);
  const url = pathToFileURL(resolve(path)).href;
  const module = await importModule(path);
  const known = Object.keys(module).filter((key) => isProcessor(module[key]));
  if (!(name in module)) {
    if (name === "default" && known.length === 1) {
      return { processor: make(module[known[0]]), module: url, name: known[0] };
    }
    const names = known.map((key) => (name === "default" ? `${path}#${key}` : key));
    throw new NotFoundError("export", name, names, path);
  }
  if (!isProcessor(module[name])) {
    throw new HepwasmError(
      `export "${name}" of ${path} is neither an object with process(events) nor a class of such objects`,
    );
  }
  return { processor: make(module[name]), module: url, name };
}

/**
 * Two copies of hepwasm have two memories: an address of one means something else in the other.
 * @throws HepwasmError when the module would import another copy than this one
 */
function requireSameCopy(path: string): void {
  let theirs: string;
  try {
    theirs = realpathSync(createRequire(resolve(path)).resolve("hepwasm/wasm"));
  } catch {
    return;
  }
  const ours = new URL(`../wasm/index${extname(import.meta.url)}`, import.meta.url);
  if (theirs === realpathSync(ours)) return;
  throw new HepwasmError(
    `${path} imports the hepwasm of ${theirs}, and this is another copy, ${fileURLToPath(ours)}: ` +
      "start the one that it imports, with npx hepwasm in its folder",
  );
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    if (error.code === "ERR_UNKNOWN_FILE_EXTENSION") {
      throw new SourceError(
        path,
        "this Node runs JavaScript modules only; compile it, or start with NODE_OPTIONS='--import tsx'",
        { cause },
      );
    }
    const why = cause instanceof Error ? `${error.name}: ${error.message}` : String(cause);
    throw new SourceError(path, `cannot be loaded: ${why}`, { cause });
  }
}

function isProcessor(value: unknown): boolean {
  if (typeof value === "function") {
    return typeof (value.prototype as { process?: unknown } | undefined)?.process === "function";
  }
  return typeof (value as { process?: unknown } | null)?.process === "function";
}

function make(value: unknown): Processor<unknown> {
  if (typeof value !== "function") return value as Processor<unknown>;
  return new (value as new () => Processor<unknown>)();
}
