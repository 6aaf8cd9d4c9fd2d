// Runs in a thread of its own: processes chunks with a processor that a module exports.
import { SourceError } from "../errors.ts";
import type { Processor } from "./processor.ts";
import { processorOf } from "./processor-export.ts";
import { serve } from "./serve-processor.ts";
import type { ProcessorPlace } from "./thread-messages.ts";

serve(loadProcessor, importModule);

async function loadProcessor({
  module,
  name,
  settings,
}: ProcessorPlace): Promise<Processor<unknown>> {
  return processorOf(await importModule(module), name, settings, module);
}

async function importModule(module: string): Promise<Record<string, unknown>> {
  await acceptSources(module);
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ module)) as Record<
      string,
      unknown
    >;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(module, `the processor's module cannot be loaded: ${why}`, { cause });
  }
}

/** A thread does not take over what lets its process run TypeScript: tsx, where that is installed. */
async function acceptSources(module: string): Promise<void> {
  if (!/\.[cm]?tsx?$/.test(module) || import.meta.url.endsWith(".ts")) return;
  // In a variable, so that bundlers do not look for it.
  const loader = "tsx/esm/api";
  try {
    const { register } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ loader)) as {
      register(): void;
    };
    register();
  } catch {
    // Newer versions of Node run TypeScript themselves.
  }
}
