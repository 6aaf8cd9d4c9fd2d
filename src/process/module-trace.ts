// Runs in a process of its own: imports a module, and tells its parent which modules that loaded, from
// where, and with which source, as Node's loaders and those of others (tsx) left it.
import { readFileSync } from "node:fs";
import * as loader from "node:module";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/** What one call of the loader did. */
export type Traced =
  | { readonly kind: "resolved"; readonly specifier: string; readonly parent: string; url: string }
  | { readonly kind: "loaded"; readonly url: string; readonly format: string; source: Uint8Array };

/** What the process tells: all that was loaded, or why that failed. */
export type TraceMessage =
  | { readonly kind: "traced"; readonly traced: readonly Traced[]; readonly exports: string[] }
  | { readonly kind: "failed"; readonly message: string };

interface Resolved {
  readonly url: string;
}

interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | Uint8Array | null | undefined;
}

/** Where what was seen goes: another thread, where hooks have one of their own. */
let tell: (traced: Traced) => void = () => undefined;

/** Where hooks have a thread of their own: called there. */
export function initialize({ port }: { port: MessagePort }): void {
  tell = (traced) => port.postMessage(traced);
}

/** A hook of Node's loader. */
export function resolve(
  specifier: string,
  context: { parentURL?: string | undefined },
  next: (specifier: string, context: unknown) => Resolved | Promise<Resolved>,
): Resolved | Promise<Resolved> {
  const parent = context.parentURL;
  return after(next(specifier, context), ({ url }) => {
    if (parent !== undefined) tell({ kind: "resolved", specifier, parent, url: bare(url) });
  });
}

/** A hook of Node's loader. */
export function load(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Loaded | Promise<Loaded>,
): Loaded | Promise<Loaded> {
  return after(next(url, context), ({ format, source }) => {
    const at = bare(url);
    if (!at.startsWith("file:") || !format || format === "builtin") return;
    tell({
      kind: "loaded",
      url: at,
      format,
      source: bytesOf(source ?? readFileSync(fileURLToPath(at))),
    });
  });
}

/** Without what loaders hang on a URL to tell versions of a module apart. */
function bare(url: string): string {
  return url.startsWith("file:") ? url.replace(/[?#].*$/, "") : url;
}

function bytesOf(source: string | ArrayBuffer | Uint8Array): Uint8Array {
  if (typeof source === "string") return new TextEncoder().encode(source);
  return new Uint8Array(source instanceof ArrayBuffer ? source.slice(0) : source);
}

/** `see` looks at `value`, now or when it is there. */
function after<T>(value: T | Promise<T>, see: (value: T) => void): T | Promise<T> {
  const seen = (result: T): T => {
    see(result);
    return result;
  };
  return value instanceof Promise ? value.then(seen) : seen(value);
}

async function trace(url: string): Promise<TraceMessage> {
  const traced: Traced[] = [];
  if (/\.[cm]?tsx?$/.test(url)) await acceptSources();
  const { registerHooks } = loader as unknown as {
    registerHooks?: (hooks: { resolve: typeof resolve; load: typeof load }) => void;
  };
  let drain = (): void => undefined;
  if (registerHooks !== undefined) {
    tell = (one) => traced.push(one);
    registerHooks({ resolve, load });
  } else {
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    loader.register(import.meta.url, { data: { port: port2 }, transferList: [port2] });
    drain = () => {
      for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
        traced.push(got.message as Traced);
      }
    };
  }
  try {
    const exports = Object.keys((await import(url)) as object);
    drain();
    return { kind: "traced", traced, exports };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: "failed", message: said };
  }
}

/** What lets Node 20 run TypeScript, where that is installed: tsx. Newer versions do so themselves. */
async function acceptSources(): Promise<void> {
  // In a variable, so that bundlers do not look for it.
  const tsx = "tsx/esm/api";
  try {
    const { register } = (await import(/* @vite-ignore */ tsx)) as { register(): void };
    register();
  } catch {
    // The import of the module will say what is missing.
  }
}

// Hooks in a thread of their own import this file as well.
if (process.send !== undefined && process.argv[2] !== undefined) {
  process.send(await trace(process.argv[2]), () => process.exit(0));
}
