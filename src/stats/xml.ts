import { FormatError } from "../errors.ts";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly within it. */
  readonly text: string;
}

/** Elements in each other, at most. */
const DEPTH = 100;

const SKIPPED = /\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>/y;
const OPEN = /<([A-Za-z_:][\w:.-]*)/y;
const ATTRIBUTE = /\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END = /\s*(\/?)>/y;
const CLOSE = /<\/([A-Za-z_:][\w:.-]*)\s*>/y;
const TEXT = /[^<]+/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;

/**
 * Reads an XML document without its document type: elements, attributes and text.
 *
 * @param path  for messages
 * @throws FormatError with the line
 */
export function parseXml(text: string, path: string): XmlElement {
  const reader = new Reader(text, path);
  reader.skip();
  const root = reader.element(0);
  reader.skip();
  reader.end();
  return root;
}

class Reader {
  readonly #text: string;
  readonly #path: string;
  #at = 0;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  skip(): void {
    while (this.#take(SKIPPED) !== undefined);
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#fault("more text behind the document");
  }

  element(depth: number): XmlElement {
    if (depth > DEPTH) throw this.#fault(`more than ${DEPTH} elements in each other`);
    const name = this.#take(OPEN)?.[1];
    if (name === undefined) throw this.#fault("no element begins here");
    const attributes = new Map<string, string>();
    for (;;) {
      const found = this.#take(ATTRIBUTE);
      if (found === undefined) break;
      if (attributes.has(found[1])) throw this.#fault(`a second attribute "${found[1]}"`);
      attributes.set(found[1], this.#plain(found[2] ?? found[3]));
    }
    const end = this.#take(END);
    if (end === undefined) throw this.#fault(`element "${name}" is not written as it should be`);
    if (end[1] === "/") return { name, attributes, children: [], text: "" };
    return { name, attributes, ...this.#content(name, depth) };
  }

  #content(name: string, depth: number): { children: XmlElement[]; text: string } {
    const children: XmlElement[] = [];
    let text = "";
    for (;;) {
      const close = this.#take(CLOSE);
      if (close !== undefined) {
        if (close[1] !== name) throw this.#fault(`"${name}" ends as "${close[1]}"`);
        return { children, text };
      }
      const words = this.#take(TEXT);
      if (words !== undefined) text += this.#plain(words[0]);
      else {
        const raw = this.#take(CDATA);
        if (raw !== undefined) text += raw[1];
        else if (this.#take(SKIPPED) === undefined) {
          if (this.#at >= this.#text.length) throw this.#fault(`"${name}" does not end`);
          children.push(this.element(depth + 1));
        }
      }
    }
  }

  /** Text whose entities are characters. */
  #plain(text: string): string {
    return text.replace(/&([^;\s]*);?/g, (whole, entity: string) => {
      const named = ENTITIES.get(entity);
      if (named !== undefined) return named;
      const code = /^#x/i.test(entity)
        ? Number.parseInt(entity.slice(2), 16)
        : /^#\d+$/.test(entity)
          ? Number(entity.slice(1))
          : Number.NaN;
      if (!(code > 0 && code <= 0x10ffff)) throw this.#fault(`no entity "${whole}"`);
      return String.fromCodePoint(code);
    });
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #fault(what: string): FormatError {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    return new FormatError(`${this.#path}, line ${line}: ${what}`, {
      path: this.#path,
      at: this.#at,
    });
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
