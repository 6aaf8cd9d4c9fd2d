import { AwkwardArray } from "../array/array.ts";
import { xxhash64 } from "../codec/xxhash64.ts";
import { UsageError } from "../errors.ts";
import { Hist } from "../hist/hist.ts";
import { accumulatorToBytes } from "./accumulator-bytes.ts";
import type { Processor } from "./processor.ts";

/** What the results of a run depend on, besides files and entries. */
export interface RunIdentity {
  readonly processor: Processor<unknown>;
  /** How branches become collections. */
  readonly schema: unknown;
  /** What the executor makes processors of the same class with; absent where it uses this one. */
  readonly settings?: unknown;
}

/**
 * A text that is another one where a processor may compute something else: by the source of its classes
 * and functions, by its fields, the schema and the settings. What a function closes over does not show.
 *
 * @throws UsageError for fields that cannot be seen, and no `identity` that speaks for them
 */
export function identityOf(run: RunIdentity): string {
  const { processor, schema, settings } = run;
  const { identity } = processor;
  if (identity === undefined && !("settings" in run)) checkPrivate(processor);
  const text = new Description().of([processor, schema, settings]);
  return hash(`${identity ?? ""}\n${text}`);
}

/** XXH64 of a text, in hexadecimal digits. */
export function hash(text: string): string {
  return hashBytes(new TextEncoder().encode(text));
}

function hashBytes(bytes: Uint8Array): string {
  return xxhash64(bytes).toString(16).padStart(16, "0");
}

/** @throws UsageError for classes whose source declares fields with a `#` */
function checkPrivate(processor: Processor<unknown>): void {
  for (const made of classesOf(processor)) {
    const field = /[{;}\n]\s*(?:static\s+)?(?:readonly\s+)?(#[\w$]+)\s*(?:=[^=>]|;|\n)/.exec(
      String(made),
    )?.[1];
    if (field === undefined) continue;
    throw new UsageError(
      `a checkpoint cannot see the field ${field} of ${made.name}, and so not whether it has changed: make it an ` +
        "ordinary one, or give the processor an identity, a text that changes with what it computes",
    );
  }
}

/** The classes of an object, from its own to the one below Object. */
function classesOf(value: object): (abstract new () => unknown)[] {
  const classes: (abstract new () => unknown)[] = [];
  for (
    let proto = Object.getPrototypeOf(value);
    proto !== null && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    if (typeof proto.constructor === "function") classes.push(proto.constructor);
  }
  return classes;
}

/** Writes values as text, the same for the same values alone. */
class Description {
  readonly #seen = new Map<object, number>();

  of(value: unknown): string {
    switch (typeof value) {
      case "string":
        return JSON.stringify(value);
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "bigint":
        return `${value}n`;
      case "function":
        return this.#once(value, () => `${value}${this.#fields(value)}`);
      case "object":
        return value === null ? "null" : this.#once(value, () => this.#object(value));
      default:
        return String(value);
    }
  }

  /** An object that was met before by its number: it may hold itself. */
  #once(value: object, write: () => string): string {
    const before = this.#seen.get(value);
    if (before !== undefined) return `<${before}>`;
    this.#seen.set(value, this.#seen.size);
    return write();
  }

  #object(value: object): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.of(item)).join()}]`;
    if (value instanceof Map) return `Map${this.of([...value])}`;
    if (value instanceof Set) return `Set${this.of([...value])}`;
    if (value instanceof Date || value instanceof RegExp || value instanceof URL) {
      return `${value.constructor.name}(${value instanceof Date ? value.getTime() : value})`;
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return `${value.constructor.name}(${hashBytes(bytes)})`;
    }
    if (value instanceof Hist || value instanceof AwkwardArray) {
      return hashBytes(accumulatorToBytes(value));
    }
    return `${classesOf(value).join()}${this.#fields(value)}`;
  }

  #fields(value: object): string {
    const fields = Object.entries(value).map(
      ([name, field]) => `${JSON.stringify(name)}:${this.of(field)}`,
    );
    return `{${fields.join()}}`;
  }
}
