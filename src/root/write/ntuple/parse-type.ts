import { NotFoundError, UnsupportedError, UsageError } from "../../../errors.ts";
import { numberType, numberTypes } from "../number-type.ts";
import type { FieldType } from "./field-type.ts";

/**
 * The type of a column of an RNTuple, in Awkward's words: `"float32"`, `"var * var * int64"`,
 * `"?float64"`, `"string"`, `"3 * bool"`, `"var * {pt: float32, hits: var * int16}"`,
 * `"(int32, string)"`, `"union[int64, string]"`; or fields with their types, which make records.
 */
export type ColumnType = string | { readonly [field: string]: ColumnType };

/**
 * Takes a type apart.
 *
 * @param where  the column, for messages
 * @throws NotFoundError for an unknown type
 * @throws UsageError for what is no type
 * @see awkward.types.from_datashape
 */
export function parseColumnType(type: ColumnType, where: string): FieldType {
  if (typeof type === "string") return new TypeParser(type, where).whole();
  const fields = Object.keys(type);
  const contents = fields.map((field) => parseColumnType(type[field], `${where}.${field}`));
  return { kind: "record", fields, contents, tuple: false };
}

/** Deeper than any type. */
const MAX_DEPTH = 60;
const TOKEN = /\s*(?:([A-Za-z_][A-Za-z_0-9]*)|(\d+)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(.))/y;

interface Token {
  readonly kind: "word" | "number" | "quoted" | "sign" | "end";
  readonly text: string;
}

class TypeParser {
  readonly #text: string;
  readonly #where: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
    this.#tokens = tokensOf(text);
  }

  whole(): FieldType {
    // NumPy's name of booleans is a mark of Awkward's.
    if (this.#text.trim() === "?") return { kind: "number", dtype: "bool" };
    const type = this.#type();
    if (this.#next.kind !== "end") throw this.#error(`"${this.#next.text}" was not expected`);
    return type;
  }

  get #next(): Token {
    return this.#tokens[this.#at];
  }

  #take(): Token {
    const token = this.#next;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  #accept(text: string): boolean {
    if (this.#next.kind === "quoted" || this.#next.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#error(`"${text}" was expected`);
  }

  #type(): FieldType {
    if (++this.#depth > MAX_DEPTH) throw this.#error("it is nested too deeply");
    const type = this.#one();
    this.#depth--;
    return type;
  }

  #one(): FieldType {
    const { kind, text } = this.#take();
    if (kind === "number") {
      this.#expect("*");
      const size = Number(text);
      if (!(size > 0 && size < 2 ** 31)) throw this.#error(`there are no lists of ${text}`);
      return { kind: "regular", size, content: this.#type() };
    }
    if (kind === "sign" && text === "?") return optional(this.#type());
    if (kind === "sign" && text === "{") return this.#record("}");
    if (kind === "sign" && text === "(") return tupleOf(this.#list(")"));
    if (kind === "sign" && text === "[") {
      const content = this.#type();
      this.#noParameters();
      this.#expect("]");
      return content;
    }
    if (kind !== "word") throw this.#error("a type was expected");
    return this.#word(text);
  }

  #word(word: string): FieldType {
    if (word === "var") {
      this.#expect("*");
      return { kind: "list", content: this.#type() };
    }
    if (word === "string") return { kind: "string" };
    if (word === "bytes") return { kind: "list", content: { kind: "number", dtype: "uint8" } };
    const dtype = numberType(word);
    if (dtype !== undefined) return { kind: "number", dtype };
    if (word === "unknown") {
      throw new UsageError(`${this.#where}: what the column holds is not known: name its type`);
    }
    if (!this.#accept("[")) {
      throw new NotFoundError("type", word, [...numberTypes, "string"], this.#where);
    }
    switch (word) {
      case "option":
        return optional(this.#inBrackets());
      case "categorical":
        this.#expect("type");
        this.#expect("=");
        return this.#inBrackets();
      case "union":
        return { kind: "union", contents: this.#list("]") };
      case "tuple": {
        this.#expect("[");
        const tuple = tupleOf(this.#list("]"));
        this.#noParameters();
        this.#expect("]");
        return tuple;
      }
      case "struct": {
        this.#expect("{");
        const record = this.#record("}");
        this.#noParameters();
        this.#expect("]");
        return record;
      }
      default:
        // A record with a name: a tuple, or fields.
        return this.#named();
    }
  }

  #named(): FieldType {
    const behind = this.#tokens[this.#at + 1];
    const fields = behind?.kind === "sign" && behind.text === ":";
    return fields ? this.#record("]") : tupleOf(this.#list("]"));
  }

  #inBrackets(): FieldType {
    const type = this.#type();
    this.#noParameters();
    this.#expect("]");
    return type;
  }

  #noParameters(): void {
    if (this.#next.text !== ",") return;
    throw new UnsupportedError(
      `${this.#where}: an RNTuple keeps no parameters of types: "${this.#text}"`,
      "parameters of types",
    );
  }

  #list(close: string): FieldType[] {
    const types: FieldType[] = [];
    while (!this.#accept(close)) {
      if (types.length > 0) this.#expect(",");
      types.push(this.#type());
    }
    return types;
  }

  #record(close: string): FieldType {
    const fields: string[] = [];
    const contents: FieldType[] = [];
    while (!this.#accept(close)) {
      if (fields.length > 0) this.#expect(",");
      const { kind, text } = this.#take();
      if (kind === "sign" || kind === "end") throw this.#error("the name of a field was expected");
      this.#expect(":");
      fields.push(text);
      contents.push(this.#type());
    }
    return { kind: "record", fields, contents, tuple: false };
  }

  #error(reason: string): UsageError {
    return new UsageError(`${this.#where}: "${this.#text}" is no type: ${reason}`);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [, word, number, double, single, sign] = found;
    if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (double !== undefined) tokens.push({ kind: "quoted", text: unescaped(double) });
    else if (single !== undefined) tokens.push({ kind: "quoted", text: unescaped(single) });
    else tokens.push({ kind: "sign", text: sign });
  }
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, one: string) =>
    code === undefined ? one : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function tupleOf(contents: FieldType[]): FieldType {
  return { kind: "record", fields: contents.map((_, i) => String(i)), contents, tuple: true };
}

/** What may be missing in one way may not be missing in two. */
function optional(content: FieldType): FieldType {
  return content.kind === "option" ? content : { kind: "option", content };
}
