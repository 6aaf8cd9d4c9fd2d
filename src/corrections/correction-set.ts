/// <reference lib="esnext.disposable" preserve="true" />
import { CorrectionError, NotFoundError, UsageError } from "../errors.ts";
import { type Column, columnFrom } from "../wasm/column.ts";
import { type ColumnHolder, keep } from "../wasm/scope.ts";
import { CompoundCorrection } from "./compound-correction.ts";
import { Correction, type Memory } from "./correction.ts";
import { type Json, parseJson } from "./json.ts";
import { jsonOf } from "./json-of.ts";
import { fromPayload, type PayloadFile, payloadText } from "./payload.ts";
import { Fields, isObject, kindOf, refuse } from "./reader.ts";
import { faultsOf } from "./schema.ts";
import type { SchemaFault } from "./schema-check.ts";
import { SingleCalls } from "./single-call.ts";
import { Tables } from "./tables.ts";
import { kindOf as shown } from "./tool-arguments.ts";

/** The version of the schema that is read here. */
const SCHEMA_VERSION = 2;

/** What a set can be read from. */
export type PayloadInput = PayloadFile;

/** Stacks of corrections by name. */
export interface CompoundCorrections extends ReadonlyMap<string, CompoundCorrection> {
  /** @throws NotFoundError with the nearest name */
  get(name: string): CompoundCorrection;
}

class Stacks extends Map<string, CompoundCorrection> implements CompoundCorrections {
  override get(name: string): CompoundCorrection {
    const stack = super.get(name);
    if (stack !== undefined) return stack;
    throw new NotFoundError("compound correction", name, this.keys(), "the set");
  }
}

/**
 * Corrections of one payload, compiled once into linear memory.
 *
 * The memory is freed by `dispose()`, by `using`, or when the set is collected.
 * @see correctionlib.CorrectionSet
 */
export class CorrectionSet implements ColumnHolder, Iterable<string> {
  readonly schemaVersion: number;
  readonly description: string;
  /** Stacks of corrections by name; `get` throws a NotFoundError with the nearest name. */
  readonly compound: CompoundCorrections;
  readonly #corrections: ReadonlyMap<string, Correction>;
  readonly #memory: Memory;

  /** Use `fromFile`, `fromBytes`, `fromString` or `fromObject`. */
  private constructor(json: Json) {
    if (!isObject(json))
      throw new CorrectionError("", `a payload is an object, not ${kindOf(json)}`);
    const fields = new Fields(json, undefined);
    this.schemaVersion = fields.integer("schema_version");
    if (this.schemaVersion !== SCHEMA_VERSION) {
      refuse(
        fields.at("schema_version"),
        `this is schema ${this.schemaVersion}; ${SCHEMA_VERSION} is read here`,
      );
    }
    this.description = fields.optionalText("description");
    const tables = new Tables();
    const memory = (): Memory => this.#memory;
    const corrections = new Map<string, Correction>();
    for (const [i, item] of fields.list("corrections").entries()) {
      const place = { within: fields.at("corrections"), step: i };
      const correction = new Correction(Fields.of(item, place, "a correction"), tables, memory);
      if (corrections.has(correction.name)) {
        refuse(place, `there is another correction "${correction.name}"`);
      }
      corrections.set(correction.name, correction);
    }
    this.#corrections = corrections;
    const compound = new Stacks();
    for (const [i, item] of (fields.optionalList("compound_corrections") ?? []).entries()) {
      const place = { within: fields.at("compound_corrections"), step: i };
      const stack = new CompoundCorrection(
        Fields.of(item, place, "a compound correction"),
        corrections,
        () => this.#memory.texts,
      );
      if (compound.has(stack.name)) refuse(place, `there is another compound "${stack.name}"`);
      compound.set(stack.name, stack);
    }
    this.compound = compound;
    this.#memory = keep({
      words: columnFrom(tables.words, "int32"),
      numbers: columnFrom(tables.numbers, "float64"),
      texts: tables.texts,
      singles: new SingleCalls(),
    });
  }

  /**
   * Reads a payload, compressed with gzip or not (told by its first bytes).
   *
   * @param file  a path (in Node), a URL, or a `File` or `Blob`
   * @throws SourceError when it cannot be read; CorrectionError as {@link fromString}, with the file's name
   * @see correctionlib.CorrectionSet.from_file
   */
  static async fromFile(file: PayloadInput): Promise<CorrectionSet> {
    if (!(typeof file === "string" || file instanceof URL || file instanceof Blob)) {
      throw new UsageError(`a payload is a path, a URL, a File or a Blob, not ${shown(file)}`);
    }
    return fromPayload(file, (text) => CorrectionSet.fromString(text));
  }

  /**
   * A payload as bytes of UTF-8, compressed with gzip or not.
   * @throws CodecError for damaged bytes; CorrectionError as {@link fromString}
   */
  static async fromBytes(bytes: Uint8Array | ArrayBuffer): Promise<CorrectionSet> {
    if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer)) {
      throw new UsageError(`a payload is a Uint8Array or an ArrayBuffer, not ${shown(bytes)}`);
    }
    return CorrectionSet.fromString(await payloadText(bytes));
  }

  /**
   * A payload as text. Literals NaN and Infinity are accepted, and unknown members passed over; what
   * {@link validate} asks for beyond that is not needed to evaluate.
   *
   * @throws CorrectionError naming the place as a JSON path
   * @see correctionlib.CorrectionSet.from_string
   */
  static fromString(text: string): CorrectionSet {
    return new CorrectionSet(parseJson(checkText(text)));
  }

  /**
   * A payload as plain objects. Numbers are real, but for those that the schema wants as integers (versions,
   * keys, counts of bins, indices of formulas): JavaScript does not tell 5 from 5.0, as JSON texts do.
   *
   * @throws CorrectionError naming the place as a JSON path
   */
  static fromObject(payload: object): CorrectionSet {
    return new CorrectionSet(jsonOf(payload));
  }

  /**
   * What a payload's text breaks of the strict schema: every fault with its JSON path; empty for a valid one.
   * @see correctionlib.schemav2
   */
  static validate(text: string): SchemaFault[] {
    return faultsOf(checkText(text));
  }

  /** Names of the corrections. */
  get names(): string[] {
    return [...this.#corrections.keys()];
  }

  /** Number of corrections, without stacks. */
  get size(): number {
    return this.#corrections.size;
  }

  /**
   * A correction by name.
   * @throws NotFoundError with the nearest name
   */
  get(name: string): Correction {
    const correction = this.#corrections.get(name);
    if (correction !== undefined) return correction;
    if (typeof name !== "string") {
      throw new UsageError(`the name of a correction is a text, not ${shown(name)}`);
    }
    const also = this.compound.has(name) ? "; it is a stack: use compound.get" : "";
    throw new NotFoundError("correction", name, this.#corrections.keys(), "the set", also);
  }

  has(name: string): boolean {
    return this.#corrections.has(name);
  }

  /** The names of the corrections. */
  [Symbol.iterator](): Iterator<string> {
    return this.#corrections.keys();
  }

  /** Frees the tables. Corrections of the set cannot be used afterwards. */
  dispose(): void {
    this.#memory.words.dispose();
    this.#memory.numbers.dispose();
    this.#memory.singles.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  heldColumns(): Iterable<Column> {
    const { words, numbers, singles } = this.#memory;
    return [...([words, numbers] as unknown as Column[]), ...singles.heldColumns()];
  }
}

/** @throws UsageError for what is no text */
function checkText(text: unknown): string {
  if (typeof text === "string") return text;
  throw new UsageError(`a payload is a text of JSON, not ${shown(text)}`);
}
