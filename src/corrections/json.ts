import { CorrectionError } from "../errors.ts";
import { type Integer, readNumber } from "./json-number.ts";

export { Integer } from "./json-number.ts";

/** What a payload is made of: reals are numbers, integers {@link Integer}. */
export type Json = null | boolean | number | Integer | string | readonly Json[] | JsonObject;

/** Members by name; of members with the same name the first counts. */
export interface JsonObject {
  readonly [member: string]: Json;
}

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const COLON = 58;
const BACKSLASH = 92;

/** What nests deeper is no payload. */
const MAX_DEPTH = 2000;

/**
 * A JSON text with the literals `NaN`, `Inf` and `Infinity` (also with a minus), as correctionlib reads it.
 *
 * @throws CorrectionError naming line and column
 */
export function parseJson(text: string): Json {
  return new Parser(text).document();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    // A mark of the byte order is no part of the text.
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const value = this.#value();
    if (!Number.isNaN(this.#next())) throw this.#error("nothing may follow the value");
    return value;
  }

  /** The code of the next character that is no space; NaN at the end. */
  #next(): number {
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
    this.#at = at;
    return code;
  }

  #value(): Json {
    const code = this.#next();
    switch (code) {
      case 123:
        return this.#object();
      case 91:
        return this.#array();
      case QUOTE:
        return this.#string();
      case 116:
        return this.#word("true", true);
      case 102:
        return this.#word("false", false);
      case 110:
        return this.#word("null", null);
      default:
        return this.#number(code);
    }
  }

  #object(): JsonObject {
    this.#enter();
    const members: Record<string, Json> = {};
    if (this.#next() === 125) return this.#leave(members);
    while (true) {
      if (this.#next() !== QUOTE) throw this.#error("a member's name is needed");
      const name = this.#string();
      if (this.#next() !== COLON) throw this.#error("a colon is needed");
      this.#at++;
      const value = this.#value();
      if (name === "__proto__") Object.defineProperty(members, name, { value, enumerable: true });
      else if (!Object.hasOwn(members, name)) members[name] = value;
      const code = this.#next();
      if (code === 125) return this.#leave(members);
      if (code !== COMMA) throw this.#error("a comma or } is needed");
      this.#at++;
    }
  }

  #array(): readonly Json[] {
    this.#enter();
    const items: Json[] = [];
    if (this.#next() === 93) return this.#leave(items);
    while (true) {
      items.push(this.#value());
      const code = this.#next();
      if (code === 93) return this.#leave(items);
      if (code !== COMMA) throw this.#error("a comma or ] is needed");
      this.#at++;
    }
  }

  #enter(): void {
    this.#at++;
    if (++this.#depth > MAX_DEPTH) throw this.#error(`more than ${MAX_DEPTH} levels`);
  }

  #leave<T>(value: T): T {
    this.#at++;
    this.#depth--;
    return value;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let code = text.charCodeAt(at);
    while (code !== QUOTE && code !== BACKSLASH && code >= 32) code = text.charCodeAt(++at);
    if (code === QUOTE) {
      this.#at = at + 1;
      return text.slice(start, at);
    }
    while (code !== QUOTE) {
      if (!(code >= 32)) {
        this.#at = at;
        throw this.#error("a text does not end");
      }
      at += code === BACKSLASH ? 2 : 1;
      code = text.charCodeAt(at);
    }
    try {
      const value = JSON.parse(text.slice(start - 1, at + 1)) as string;
      this.#at = at + 1;
      return value;
    } catch {
      throw this.#error("a text has an escape that is none");
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error("this is no value");
    this.#at += word.length;
    return value;
  }

  #number(code: number): number | Integer {
    const negative = code === MINUS;
    const first = negative ? this.#text.charCodeAt(this.#at + 1) : code;
    if (first === 78 || first === 73) return this.#special(this.#at + Number(negative), negative);
    const read = readNumber(this.#text, this.#at);
    this.#at = read.end;
    if (read.fault !== "") throw this.#error(read.fault);
    return read.value;
  }

  #special(at: number, negative: boolean): number {
    for (const word of ["NaN", "Infinity", "Inf"]) {
      if (!this.#text.startsWith(word, at)) continue;
      this.#at = at + word.length;
      const value = word === "NaN" ? Number.NaN : Infinity;
      return negative ? -value : value;
    }
    throw this.#error("this is no value");
  }

  #error(message: string): CorrectionError {
    const before = this.#text.slice(0, this.#at);
    const line = before.split("\n").length;
    const column = this.#at - before.lastIndexOf("\n");
    return new CorrectionError("", `JSON, line ${line}, column ${column}: ${message}`);
  }
}
