import { NotFoundError, UsageError } from "../errors.ts";
import type { Correction } from "./correction.ts";
import { CorrectionSet } from "./correction-set.ts";
import { type Json, type JsonObject, parseJson } from "./json.ts";
import { jsonOf } from "./json-of.ts";
import { fromPayload, noted, payloadText } from "./payload.ts";
import { type PayloadFunction, payloadFunction } from "./payload-function.ts";
import type { CorrectionProperties } from "./tool-properties.ts";
import { variationKeys } from "./variation-keys.ts";

/**
 * What the property `payload` of a tool may be: plain objects, JSON text (a string that begins with a
 * brace), bytes of it (compressed with gzip or not), or where it lies: a path, a URL, a `File` or `Blob`.
 */
export type ToolPayloadInput = object | string;

/**
 * What inputs of a payload are, where they do not have the name of a quantity of the tool: text or number
 * (a constant), or the name of a quantity: `{ WorkingPoint: "Tight", AbsEta: "abs_eta" }`.
 */
export type PayloadInputs = Readonly<Record<string, string | number>>;

/** A correction as a function, and what it is in variations that a text chooses. */
export interface ChosenFunction {
  readonly nominal: PayloadFunction;
  readonly varied: { readonly up: PayloadFunction; readonly down: PayloadFunction } | undefined;
}

/** The corrections that a tool takes its numbers from. */
export class ToolPayload {
  readonly tool: string;
  readonly #shared = new Map<string, Correction>();
  readonly #corrections: ReadonlyMap<string, { readonly json: JsonObject; readonly path: string }>;

  /** Use {@link ToolPayload.read}. */
  private constructor(tool: string, json: Json) {
    this.tool = tool;
    // Reading it as a set shows that all of it is sound.
    CorrectionSet.fromObject(json as object).dispose();
    const list = (json as JsonObject).corrections as readonly JsonObject[];
    this.#corrections = new Map(
      list.map((one, i) => [one.name as string, { json: one, path: `corrections[${i}]` }]),
    );
  }

  /**
   * The payload of a property.
   *
   * @throws CorrectionError naming the property and the place; SourceError, CodecError
   */
  static async read(tool: string, given: ToolPayloadInput): Promise<ToolPayload> {
    try {
      return await ofPayload(given, (json) => new ToolPayload(tool, json));
    } catch (error) {
      throw ofProperty(tool, error);
    }
  }

  get names(): string[] {
    return [...this.#corrections.keys()];
  }

  has(name: string): boolean {
    return this.#corrections.has(name);
  }

  /**
   * The correction that a tool is about: the one of the property, the only one, or that of the usual name; by
   * variation where it has an input of text for them, and the property `inputs` does not say what that is.
   *
   * @param known  what inputs are unless the property says something else
   * @throws NotFoundError, CorrectionError
   */
  chosen(
    { correction, inputs = {}, variation }: CorrectionProperties,
    usual: string,
    quantities: readonly string[],
    known: PayloadInputs = {},
  ): ChosenFunction {
    this.checkInputs(inputs);
    const [only, ...others] = this.names;
    const name = correction ?? (others.length === 0 ? (only ?? usual) : usual);
    const read = (more: PayloadInputs = {}): PayloadFunction =>
      this.function(name, quantities, { ...known, ...inputs, ...more });
    const keys = variationKeys(variation);
    if (!this.#hasText(name, keys.input) || Object.hasOwn(inputs, keys.input)) {
      return { nominal: read(), varied: undefined };
    }
    const at = (key: string): PayloadFunction => read({ [keys.input]: key });
    return { nominal: at(keys.nominal), varied: { up: at(keys.up), down: at(keys.down) } };
  }

  /** Whether a correction has an input of text with a name. */
  #hasText(name: string, input: string): boolean {
    const inputs = (this.#corrections.get(name)?.json.inputs ?? []) as readonly JsonObject[];
    return inputs.some((one) => one.name === input && one.type === "string");
  }

  /**
   * A correction as a function of the tool's quantities.
   *
   * @param quantities  names of what the tool can give, real numbers
   * @param inputs  what other inputs are
   * @throws NotFoundError for a correction or a key that is not there; CorrectionError for an input of which
   *   nothing is known
   */
  function(
    name: string,
    quantities: readonly string[],
    inputs: PayloadInputs = {},
  ): PayloadFunction {
    const found = this.#corrections.get(name);
    if (found === undefined) {
      const where = `the payload of ${this.tool}`;
      throw new NotFoundError("correction", name, this.#corrections.keys(), where);
    }
    try {
      return payloadFunction(found.json, found.path, quantities, inputs, this.#shared);
    } catch (error) {
      throw ofProperty(this.tool, error);
    }
  }

  /** @throws CorrectionError for inputs of the property that no correction has */
  checkInputs(inputs: PayloadInputs): void {
    const known = new Set(
      [...this.#corrections.values()].flatMap(({ json }) =>
        (json.inputs as readonly JsonObject[]).map(({ name }) => name as string),
      ),
    );
    for (const name of Object.keys(inputs)) {
      if (known.has(name)) continue;
      const where = `the payload of ${this.tool} (property "inputs")`;
      throw new NotFoundError("input", name, known, where);
    }
  }
}

/** What is made of a payload; errors name the file that it lies in. */
async function ofPayload<T>(given: ToolPayloadInput, make: (json: Json) => T): Promise<T> {
  const fromText = (text: string): T => make(parseJson(text));
  if (typeof given === "string") {
    if (/^\s*[[{]/.test(given)) return fromText(given);
    if (given.trim() === "") throw new UsageError("it is an empty text");
    return fromPayload(given, fromText);
  }
  if (given instanceof Uint8Array || given instanceof ArrayBuffer) {
    return fromText(await payloadText(given));
  }
  if (given instanceof URL || given instanceof Blob) return fromPayload(given, fromText);
  return make(jsonOf(given));
}

/** The same error, with the property that it comes from. */
export function ofProperty(tool: string, error: unknown, property = "payload"): unknown {
  return noted(error, `(property "${property}" of ${tool})`);
}
