import { FormatError } from "../errors.ts";
import type { NestedValue } from "./from.ts";

/** Texts that stand for numbers that JSON has not. */
export type NumberTexts = ReadonlyMap<string, number>;

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them within text
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;
const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * JSON documents one after another as nested values, strictly by the standard. Unlike `JSON.parse` it
 * tells integers, which become BigInts, from floating-point numbers.
 */
export class JsonReader {
  readonly #text: string;
  readonly #numbers: NumberTexts;
  #at = 0;

  constructor(text: string, numbers: NumberTexts) {
    this.#text = text;
    this.#numbers = numbers;
  }

  /** Whether nothing but white space is left. */
  done(): boolean {
    this.#match(SPACE);
    return this.#at === this.#text.length;
  }

  /** @throws FormatError with the place of what is no JSON */
  read(): NestedValue {
    this.#match(SPACE);
    switch (this.#text[this.#at]) {
      case "[":
        return this.#list();
      case "{":
        return this.#record();
      case '"': {
        const text = this.#string();
        return this.#numbers.get(text) ?? text;
      }
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  fail(what = "no JSON"): never {
    const near = JSON.stringify(this.#text.slice(this.#at, this.#at + 20));
    throw new FormatError(`${what} at character ${this.#at}, at ${near}`, { at: this.#at });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  /** Whether the next character that is no white space is this one, which is then passed. */
  #pass(char: string): boolean {
    this.#match(SPACE);
    const is = this.#text[this.#at] === char;
    if (is) this.#at++;
    return is;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.fail();
    this.#at += word.length;
    return value;
  }

  #number(): number | bigint {
    const start = this.#at;
    const found = this.#match(NUMBER);
    if (found === null) return this.fail();
    const [text, fraction, exponent] = found;
    if (fraction === undefined && exponent === undefined) {
      const integer = BigInt(text);
      if (integer >= LOWEST && integer <= HIGHEST) return integer;
    }
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    this.#at = start;
    return this.fail("a number beyond float64");
  }

  #string(): string {
    const start = this.#at;
    const found = this.#match(TEXT);
    if (found === null) return this.fail();
    const text = JSON.parse(found[0]) as string;
    if (/\p{Surrogate}/u.test(text)) {
      this.#at = start;
      this.fail("half of a pair of UTF-16");
    }
    return text;
  }

  #list(): NestedValue[] {
    const values: NestedValue[] = [];
    this.#at++;
    if (this.#pass("]")) return values;
    do values.push(this.read());
    while (this.#pass(","));
    if (!this.#pass("]")) this.fail();
    return values;
  }

  #record(): NestedValue {
    // Without a prototype "__proto__" is a name as any other.
    const record: Record<string, NestedValue> = Object.create(null);
    this.#at++;
    if (this.#pass("}")) return record;
    do {
      this.#match(SPACE);
      const name = this.#string();
      if (Object.hasOwn(record, name)) this.fail(`the field "${name}" twice in an object`);
      if (!this.#pass(":")) this.fail();
      record[name] = this.read();
    } while (this.#pass(","));
    if (!this.#pass("}")) this.fail();
    return record;
  }
}
