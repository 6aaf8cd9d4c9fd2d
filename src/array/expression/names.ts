import { ExpressionError, NotFoundError, UsageError } from "../../errors.ts";
import { AwkwardArray } from "../array.ts";
import { loadDeep } from "../broadcast.ts";
import type { ArrayLike } from "../elementwise.ts";
import { fieldOf } from "../field.ts";
import { fieldsOf, type Layout, lengthOf } from "../layout.ts";
import type { Literal } from "./literal.ts";
import type { NameNode } from "./syntax.ts";

/** Where an expression's names are looked up: records, or arrays and numbers by name. */
export type ExpressionSource = AwkwardArray | Readonly<Record<string, ArrayLike>>;

/** Names that stand for numbers where no column has them. */
const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["inf", Number.POSITIVE_INFINITY],
  ["nan", Number.NaN],
]);

/** A name found: what it is called, and fields within it. */
interface Found {
  readonly name: string;
  readonly fields: readonly string[];
}

/**
 * The longest part of a name, up to a dot, that is known.
 * @param has  whether a name is known
 */
export function findName(
  { name, quoted }: Pick<NameNode, "name" | "quoted">,
  has: (name: string) => boolean,
): Found | undefined {
  if (has(name)) return { name, fields: [] };
  if (quoted) return undefined;
  const parts = name.split(".");
  for (let n = parts.length - 1; n > 0; n--) {
    const prefix = parts.slice(0, n).join(".");
    if (has(prefix)) return { name: prefix, fields: parts.slice(n) };
  }
  return undefined;
}

/** Whether a name that no column has is a constant. */
export function isConstant({ name, quoted }: NameNode): boolean {
  return !quoted && CONSTANTS.has(name);
}

/** The arrays and numbers that the names of an expression stand for. */
export class NameSpace {
  readonly #text: string;
  readonly #source: ExpressionSource;
  readonly length: number;

  constructor(text: string, source: ExpressionSource) {
    this.#text = text;
    this.#source = source;
    if (source instanceof AwkwardArray) this.length = source.length;
    else if (typeof source === "object" && source !== null && !Array.isArray(source)) {
      this.length = lengthOfAll(source);
    } else {
      throw new UsageError(
        "an expression is evaluated with an ak.Array of records, or an object of arrays by name",
      );
    }
  }

  /**
   * What a name stands for, loaded; arrays derived by a behaviour are made anew.
   * @throws NotFoundError with the nearest name
   */
  get(node: NameNode): Layout | Literal {
    const found = findName(node, (name) => this.#has(name));
    if (found === undefined) {
      const constant = node.quoted ? undefined : CONSTANTS.get(node.name);
      if (constant !== undefined) return constant;
      throw this.#missing(node);
    }
    const value = this.#one(found.name);
    if (!(value instanceof AwkwardArray)) {
      if (found.fields.length === 0) return literalOf(value);
      throw this.#missing(node);
    }
    try {
      return loadDeep(found.fields.reduce(fieldOrProperty, value).layout);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      const { at, end } = node;
      throw new ExpressionError(error.message, this.#text, at, end - at);
    }
  }

  /** Loads what is lazy, before the scope in which everything else is made. */
  load(names: readonly NameNode[]): void {
    const source = this.#source;
    for (const node of names) {
      const found = findName(node, (name) => this.#has(name));
      if (found === undefined) continue;
      if (!(source instanceof AwkwardArray)) {
        const value = source[found.name];
        if (value instanceof AwkwardArray) loadDeep(value.layout);
      } else if (fieldsOf(source.layout).includes(found.name)) {
        loadDeep(fieldOf(source.layout, found.name));
      }
    }
  }

  #has(name: string): boolean {
    const source = this.#source;
    if (!(source instanceof AwkwardArray)) return Object.hasOwn(source, name);
    return fieldsOf(source.layout).includes(name) || hasProperty(source, name);
  }

  #one(name: string): ArrayLike {
    const source = this.#source;
    return source instanceof AwkwardArray ? fieldOrProperty(source, name) : source[name];
  }

  #missing({ name, at, end }: NameNode): NotFoundError {
    const source = this.#source;
    const known =
      source instanceof AwkwardArray
        ? [...fieldsOf(source.layout), ...Object.keys(source.behavior?.properties ?? {})]
        : Object.keys(source);
    const note = ExpressionError.mark(this.#text, at, end - at);
    return new NotFoundError("column", name, [...known, ...CONSTANTS.keys()], "the source", note);
  }
}

function hasProperty({ behavior }: AwkwardArray, name: string): boolean {
  return behavior !== undefined && Object.hasOwn(behavior.properties, name);
}

/** A field, or what a behaviour derives: a vector's mass. */
export function fieldOrProperty(array: AwkwardArray, name: string): AwkwardArray {
  if (fieldsOf(array.layout).includes(name) || !hasProperty(array, name)) {
    return new AwkwardArray(fieldOf(array.layout, name));
  }
  const derived = array.behavior?.properties[name]?.(array);
  if (!(derived instanceof AwkwardArray)) throw new UsageError(`"${name}" is no array`);
  return derived;
}

function literalOf(value: ArrayLike): Literal {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "bigint" || typeof value === "boolean") return value;
  throw new UsageError("names stand for arrays and numbers");
}

function lengthOfAll(source: Readonly<Record<string, ArrayLike>>): number {
  for (const value of Object.values(source)) {
    if (value instanceof AwkwardArray) return lengthOf(value.layout);
  }
  throw new UsageError("at least one of the names must be an array");
}
