import { CorrectionError } from "../errors.ts";
import { Integer, type Json, type JsonObject } from "./json.ts";

/** A place in a payload: the member or item of another place. Spelled out only in errors. */
export interface Place {
  readonly within: Place | undefined;
  readonly step: string | number;
}

/** `corrections[0].data.content[3]` */
export function pathOf(place: Place | undefined): string {
  if (place === undefined) return "";
  const before = pathOf(place.within);
  if (typeof place.step === "number") return `${before}[${place.step}]`;
  return before === "" ? place.step : `${before}.${place.step}`;
}

/** @throws CorrectionError always */
export function refuse(place: Place | undefined, message: string): never {
  throw new CorrectionError(pathOf(place), message);
}

/** What a value is, for messages. */
export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Integer) return `the integer ${value.value}`;
  switch (typeof value) {
    case "object":
      return "an object";
    case "string":
      return `the text ${JSON.stringify(value)}`;
    default:
      return `${value}`;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Integer)
  );
}

/** Any number, real or integer, or `undefined`. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Integer ? value.value : undefined;
}

/** An object of a payload, whose members are read with their types checked. */
export class Fields {
  readonly object: JsonObject;
  readonly place: Place | undefined;

  constructor(object: JsonObject, place: Place | undefined) {
    this.object = object;
    this.place = place;
  }

  /** An item or member that has to be an object. @throws CorrectionError */
  static of(value: Json, place: Place | undefined, what: string): Fields {
    if (!isObject(value)) refuse(place, `${what} is an object, not ${kindOf(value)}`);
    return new Fields(value, place);
  }

  at(name: string): Place {
    return { within: this.place, step: name };
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object, name);
  }

  /** @throws CorrectionError when it is missing */
  required(name: string): Json {
    if (!this.has(name)) refuse(this.place, `"${name}" is missing`);
    return this.object[name];
  }

  /** `undefined` where it is missing or null. */
  optional(name: string): Json | undefined {
    const value = this.has(name) ? this.object[name] : null;
    return value === null ? undefined : value;
  }

  text(name: string): string {
    const value = this.required(name);
    if (typeof value !== "string") this.#wrong(name, "a text", value);
    return value;
  }

  optionalText(name: string): string {
    const value = this.optional(name);
    if (value === undefined) return "";
    if (typeof value !== "string") this.#wrong(name, "a text", value);
    return value;
  }

  /** An integer of 32 bits. */
  integer(name: string): number {
    const value = this.required(name);
    if (value instanceof Integer && (value.value | 0) === value.value) return value.value;
    return this.#wrong(name, "an integer", value);
  }

  /** A real number, written as one: 5.0, not 5. */
  real(name: string): number {
    const value = this.required(name);
    if (typeof value === "number") return value;
    if (value instanceof Integer) {
      return this.#wrong(name, `a real number (${value.value}.0)`, value);
    }
    return this.#wrong(name, "a real number", value);
  }

  list(name: string): readonly Json[] {
    const value = this.required(name);
    if (!Array.isArray(value)) this.#wrong(name, "a list", value);
    return value as readonly Json[];
  }

  optionalList(name: string): readonly Json[] | undefined {
    return this.optional(name) === undefined ? undefined : this.list(name);
  }

  texts(name: string): string[] {
    return this.list(name).map((item, i) => {
      if (typeof item === "string") return item;
      return refuse({ within: this.at(name), step: i }, `a text is needed, not ${kindOf(item)}`);
    });
  }

  #wrong(name: string, what: string, value: Json): never {
    return refuse(this.at(name), `${what} is needed, not ${kindOf(value)}`);
  }
}
