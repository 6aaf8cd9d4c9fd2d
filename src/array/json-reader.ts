/** A number, or a word in the place of one, of a JSON text. */
export interface JsonNumberRead<Value> {
  value: Value;
  /** Where it ends, or the fault is. */
  end: number;
  /** Empty, or what is wrong. */
  fault: string;
}

/** What kinds of JSON text differ in: how numbers are kept, what objects are, how faults are told. */
export interface JsonRules<Value, Members> {
  /** How many lists and objects may be in each other. */
  readonly depth: number;
  /** What begins where no other value does; the result may be used again by the next call. */
  number(text: string, at: number): JsonNumberRead<Value>;
  /** What any other value stands for. */
  valueOf(value: null | boolean | string | readonly Value[] | Members): Value;
  /** An object without members yet. */
  members(): Members;
  /** Adds a member; returns what is wrong with it, or an empty text. */
  put(members: Members, name: string, value: Value): string;
  /** What is wrong with a text or a name, or an empty text. */
  textFault?(value: string): string;
  /** The error of a fault at a place. */
  error(fault: string, text: string, at: number): Error;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const LIST = 91;
const BACKSLASH = 92;
const LIST_END = 93;
const OBJECT = 123;
const OBJECT_END = 125;

/** Reads JSON documents one after another, strictly by the standard where the rules say nothing else. */
export class JsonReader<Value, Members> {
  readonly #text: string;
  readonly #rules: JsonRules<Value, Members>;
  #at: number;
  #depth = 0;

  /** @param start  where the first document begins */
  constructor(text: string, rules: JsonRules<Value, Members>, start = 0) {
    this.#text = text;
    this.#rules = rules;
    this.#at = start;
  }

  /** Whether nothing but white space is left. */
  done(): boolean {
    return Number.isNaN(this.#next());
  }

  /** The next value. */
  read(): Value {
    const rules = this.#rules;
    switch (this.#next()) {
      case OBJECT:
        return rules.valueOf(this.#object());
      case LIST:
        return rules.valueOf(this.#list());
      case QUOTE:
        return rules.valueOf(this.#string());
      case 116:
        return rules.valueOf(this.#word("true", true));
      case 102:
        return rules.valueOf(this.#word("false", false));
      case 110:
        return rules.valueOf(this.#word("null", null));
      default: {
        const { value, end, fault } = rules.number(this.#text, this.#at);
        this.#at = end;
        if (fault !== "") throw this.error(fault);
        return value;
      }
    }
  }

  /** The error of a fault where the reader is. */
  error(fault: string): Error {
    return this.#rules.error(fault, this.#text, this.#at);
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

  #object(): Members {
    this.#enter();
    const members = this.#rules.members();
    if (this.#next() === OBJECT_END) return this.#leave(members);
    while (true) {
      if (this.#next() !== QUOTE) throw this.error("a member's name is needed");
      const name = this.#string();
      if (this.#next() !== COLON) throw this.error("a colon is needed");
      this.#at++;
      const fault = this.#rules.put(members, name, this.read());
      if (fault !== "") throw this.error(fault);
      const code = this.#next();
      if (code === OBJECT_END) return this.#leave(members);
      if (code !== COMMA) throw this.error("a comma or } is needed");
      this.#at++;
    }
  }

  #list(): readonly Value[] {
    this.#enter();
    const items: Value[] = [];
    if (this.#next() === LIST_END) return this.#leave(items);
    while (true) {
      items.push(this.read());
      const code = this.#next();
      if (code === LIST_END) return this.#leave(items);
      if (code !== COMMA) throw this.error("a comma or ] is needed");
      this.#at++;
    }
  }

  #enter(): void {
    this.#at++;
    if (++this.#depth > this.#rules.depth)
      throw this.error(`more than ${this.#rules.depth} levels`);
  }

  #leave<T>(value: T): T {
    this.#at++;
    this.#depth--;
    return value;
  }

  #string(): string {
    const start = this.#at;
    const value = this.#quoted();
    const fault = this.#rules.textFault?.(value) ?? "";
    if (fault === "") return value;
    this.#at = start;
    throw this.error(fault);
  }

  #quoted(): string {
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
        throw this.error("a text does not end");
      }
      at += code === BACKSLASH ? 2 : 1;
      code = text.charCodeAt(at);
    }
    try {
      const value = JSON.parse(text.slice(start - 1, at + 1)) as string;
      this.#at = at + 1;
      return value;
    } catch {
      throw this.error("a text has an escape that is none");
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.error("this is no value");
    this.#at += word.length;
    return value;
  }
}
