import type { Json, JsonObject } from "./json.ts";
import { isObject, kindOf, numberOf, type Place, pathOf } from "./reader.ts";

/** Where a payload breaks the schema, and how. */
export interface SchemaFault {
  /** As a JSON path: `corrections[0].data.content[3]`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** What every fault is told to, and what content is checked against. */
export class Check {
  readonly faults: SchemaFault[] = [];

  fault(place: Place | undefined, message: string): undefined {
    this.faults.push({ path: pathOf(place), message });
    return undefined;
  }

  /** An object that has the members `needed`, maybe those of `other`, and none besides. */
  object(
    value: Json,
    place: Place | undefined,
    needed: readonly string[],
    other: readonly string[] = [],
  ): Node | undefined {
    if (!isObject(value)) return this.fault(place, `an object is needed, not ${kindOf(value)}`);
    for (const name of needed) {
      if (!Object.hasOwn(value, name)) this.fault(place, `"${name}" is missing`);
    }
    for (const name of Object.keys(value)) {
      if (needed.includes(name) || other.includes(name)) continue;
      this.fault({ within: place, step: name }, "there is no such member");
    }
    return new Node(this, value, place);
  }
}

/** An object under check. Getters give `undefined` where a member is missing or has another type. */
export class Node {
  readonly #check: Check;
  readonly #object: JsonObject;
  readonly place: Place | undefined;

  constructor(check: Check, object: JsonObject, place: Place | undefined) {
    this.#check = check;
    this.#object = object;
    this.place = place;
  }

  at(name: string): Place {
    return { within: this.place, step: name };
  }

  get(name: string): Json | undefined {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  /** A member that may be null or missing. */
  option(name: string): Json | undefined {
    return this.get(name) ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === "string") return value;
    return this.#check.fault(this.at(name), `a text is needed, not ${kindOf(value)}`);
  }

  optionalText(name: string): void {
    if (this.option(name) !== undefined) this.text(name);
  }

  oneOf(name: string, allowed: readonly string[]): void {
    const value = this.get(name);
    if (value === undefined || (typeof value === "string" && allowed.includes(value))) return;
    this.#check.fault(
      this.at(name),
      `one of ${allowed.join(", ")} is needed, not ${kindOf(value)}`,
    );
  }

  /** A whole number; 5.0 counts. */
  integer(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const number = numberOf(value) ?? numberIn(value);
    if (number !== undefined && Number.isInteger(number)) return number;
    return this.#check.fault(this.at(name), `an integer is needed, not ${kindOf(value)}`);
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const number = numberOf(value) ?? numberIn(value);
    if (number !== undefined) return number;
    return this.#check.fault(this.at(name), `a number is needed, not ${kindOf(value)}`);
  }

  list(name: string): readonly Json[] | undefined {
    const value = this.get(name);
    if (value === undefined || Array.isArray(value)) return value as readonly Json[] | undefined;
    return this.#check.fault(this.at(name), `a list is needed, not ${kindOf(value)}`);
  }

  texts(name: string): string[] {
    return (this.list(name) ?? []).flatMap((item, i) => {
      if (typeof item === "string") return [item];
      this.#check.fault(this.item(name, i), `a text is needed, not ${kindOf(item)}`);
      return [];
    });
  }

  numbers(name: string): void {
    for (const [i, item] of (this.list(name) ?? []).entries()) {
      if (numberOf(item) === undefined && numberIn(item) === undefined) {
        this.#check.fault(this.item(name, i), `a number is needed, not ${kindOf(item)}`);
      }
    }
  }

  item(name: string, i: number): Place {
    return { within: this.at(name), step: i };
  }
}

/** Numbers in texts: digits may be parted by single underscores. */
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?\d*(?:_\d+)*|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/i;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** The schema reads numbers in texts and booleans as numbers, as its own validator does. */
export function numberIn(value: Json): number | undefined {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const [, sign, word] = SPECIAL.exec(text) ?? [];
  if (word !== undefined) {
    if (word.toLowerCase() === "nan") return Number.NaN;
    return sign === "-" ? Number.NEGATIVE_INFINITY : Infinity;
  }
  return DECIMAL.test(text) ? Number(text.replaceAll("_", "")) : undefined;
}
