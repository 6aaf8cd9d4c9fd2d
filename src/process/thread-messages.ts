import { ChunkError, HepwasmError } from "../errors.ts";
import { thrownText } from "../thrown-text.ts";
import { systemCode } from "./faults.ts";
import type { FileEntry } from "./fileset.ts";
import type { WorkItem } from "./plan.ts";
import type { ChunkReport } from "./report.ts";

/** Where a thread finds the processor: an export of a module. */
export interface ProcessorPlace {
  /** Its URL. */
  readonly module: string;
  /** The export: a class, or an object with `process`. */
  readonly name: string;
  /** Passed to the class: something that can be cloned. */
  readonly settings: unknown;
}

/** What a thread is told. */
export type Request =
  /** The processor's module will be needed: it may be loaded meanwhile. */
  | { readonly kind: "prepare"; readonly module: string }
  | {
      readonly kind: "start";
      readonly processor: ProcessorPlace;
      readonly files: readonly FileEntry[];
      /** Of one that the engine has; others belong to the processor. */
      readonly schema: string | undefined;
    }
  | {
      readonly kind: "chunk";
      readonly item: WorkItem;
      /** Columns that the dataset is known to use; undefined before the first chunk is done. */
      readonly columns: readonly string[] | undefined;
    }
  /** The run is over: files are closed. */
  | { readonly kind: "end" };

/** What it answers. */
export type Answer =
  | { readonly kind: "prepared" }
  | { readonly kind: "ended" }
  | { readonly kind: "started" }
  | {
      readonly kind: "done";
      readonly index: number;
      /** As `accumulatorToBytes` makes them. */
      readonly out: Uint8Array;
      readonly report: ChunkReport;
      /** Columns that the dataset is known to use. */
      readonly columns: readonly string[];
    }
  | { readonly kind: "failed"; readonly index: number | undefined; readonly failure: Failure };

/** An error, as it is sent. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `ChunkError`: the stage, and what happened there. */
  readonly stage?: ChunkError["stage"] | undefined;
  readonly entries?: { readonly entryStart: number; readonly entryStop: number } | undefined;
  readonly cause?: Failure | undefined;
  /** The system's word for it. */
  readonly code?: string | undefined;
}

/** An error as it is sent. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error))
    return { name: "Error", message: thrownText(error), stack: undefined };
  const { name, message, stack } = error;
  if (!(error instanceof ChunkError)) return { name, message, stack, code: systemCode(error) };
  const { stage, entryStart, entryStop, cause } = error;
  const entries =
    entryStart === undefined || entryStop === undefined ? undefined : { entryStart, entryStop };
  return { name, message, stack, stage, entries, cause: failureOf(cause) };
}

/** The error that was sent; its stack is that of the thread. */
export function errorOf(failure: Failure, item: WorkItem | undefined): Error {
  const { stage, entries, cause, name, message, stack, code } = failure;
  if (stage !== undefined && cause !== undefined && item !== undefined) {
    return new ChunkError(stage, item, entries, errorOf(cause, undefined));
  }
  const known = name.endsWith("Error") && !(name in globalThis);
  const error = known ? new HepwasmError(message) : new Error(message);
  if (error.name !== name) Object.defineProperty(error, "name", { value: name });
  if (stack !== undefined) error.stack = stack;
  if (code !== undefined) Object.defineProperty(error, "code", { value: code });
  return error;
}
