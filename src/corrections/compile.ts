import { addRecords, binsOf, compileAxis, type Edges, readEdges } from "./binning.ts";
import { Integer, type Json } from "./json.ts";
import { compileNetwork, parametersOf, referenceParameters } from "./network.ts";
import * as op from "./opcodes.ts";
import { compileFormula, type Program } from "./program.ts";
import { Fields, isObject, kindOf, numberOf, type Place, refuse } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { inputIndex, type Variable } from "./variable.ts";

/** The reference of a category that has no default. */
const NO_DEFAULT = -(2 ** 31) + 1;

/** The content of a correction in the tables. */
export interface Content {
  /** See corrections/opcodes.ts. */
  readonly root: number;
  /** How often nodes below each other part the elements of a block, or rewrite inputs. */
  readonly depth: number;
  /** Registers of the node that needs most. */
  readonly registers: number;
}

const distributions: Readonly<Record<string, number>> = {
  stdflat: op.STDFLAT,
  stdnormal: op.STDNORMAL,
  normal: op.NORMAL,
};

const flows: Readonly<Record<string, number>> = {
  clamp: op.CLAMP,
  error: op.ERROR,
  wrap: op.WRAP,
};

/**
 * The content of a correction, appended to the tables.
 *
 * @param fields  the correction
 * @throws CorrectionError naming the place
 */
export function compileContent(
  fields: Fields,
  inputs: readonly Variable[],
  tables: Tables,
): Content {
  return new Compilation(fields, inputs, tables).content(fields);
}

class Compilation {
  readonly #inputs: readonly Variable[];
  readonly #tables: Tables;
  readonly #generic: readonly Program[];
  #depth = 0;
  #deepest = 0;
  #registers = 0;

  constructor(fields: Fields, inputs: readonly Variable[], tables: Tables) {
    this.#inputs = inputs;
    this.#tables = tables;
    this.#generic = (fields.optionalList("generic_formulas") ?? []).map((item, i) => {
      const place = { within: fields.at("generic_formulas"), step: i };
      const formula = Fields.of(item, place, "a formula");
      formula.optionalList("parameters");
      return this.#program(formula);
    });
  }

  content(fields: Fields): Content {
    const root = this.#reference(fields.required("data"), fields.at("data"));
    return { root, depth: this.#deepest + 1, registers: this.#registers };
  }

  #program(fields: Fields): Program {
    const program = compileFormula(fields, this.#inputs, this.#tables);
    this.#needs(program.registers);
    return program;
  }

  #needs(registers: number): void {
    this.#registers = Math.max(this.#registers, registers);
  }

  #reference(value: Json, place: Place): number {
    const number = numberOf(value);
    if (number !== undefined) return ~this.#tables.pushNumbers([number]);
    if (!isObject(value)) {
      return refuse(place, `content is a number or a node, not ${kindOf(value)}`);
    }
    this.#deepest = Math.max(this.#deepest, ++this.#depth);
    const reference = this.#node(new Fields(value, place));
    this.#depth--;
    return reference;
  }

  #node(fields: Fields): number {
    const type = fields.text("nodetype");
    switch (type) {
      case "binning":
        return this.#binning(fields);
      case "multibinning":
        return this.#multibinning(fields);
      case "category":
        return this.#category(fields);
      case "formula": {
        const program = this.#program(fields);
        return this.#formula(program, parametersOf(fields, program.parameters));
      }
      case "formularef":
        return this.#formulaRef(fields);
      case "transform":
        return this.#transform(fields);
      case "hashprng":
        return this.#random(fields);
      case "lwtnn": {
        const network = compileNetwork(fields, this.#inputs, this.#tables);
        this.#needs(network.registers);
        return network.at;
      }
      default:
        return refuse(fields.at("nodetype"), `no node type "${type}"`);
    }
  }

  #binning(fields: Fields): number {
    const edges = readEdges(fields.required("edges"), fields.at("edges"));
    const place = fields.at("input");
    const axis = compileAxis(edges, fields.text("input"), this.#inputs, place, this.#tables);
    return this.#bins(fields, [axis], binsOf(edges));
  }

  #multibinning(fields: Fields): number {
    const names = fields.texts("inputs");
    const place = fields.at("edges");
    const all = fields
      .list("edges")
      .map((item, i): Edges => readEdges(item, { within: place, step: i }));
    if (names.length < all.length) {
      refuse(fields.at("inputs"), `${names.length} inputs for ${all.length} axes`);
    }
    const axes = all.map((edges, i) => {
      const at = { within: fields.at("inputs"), step: i };
      return compileAxis(edges, names[i], this.#inputs, at, this.#tables);
    });
    // The last axis is the fastest.
    let bins = 1;
    for (let i = all.length - 1; i >= 0; i--) {
      axes[i][5] = bins;
      bins *= binsOf(all[i]);
    }
    return this.#bins(fields, axes, bins);
  }

  #bins(fields: Fields, axes: readonly number[][], bins: number): number {
    const contents = fields.list("content");
    const place = fields.at("content");
    if (contents.length !== bins) refuse(place, `${contents.length} contents for ${bins} bins`);
    const flow = fields.required("flow");
    const named = typeof flow === "string" && Object.hasOwn(flows, flow) ? flows[flow] : undefined;
    const behavior = typeof flow === "string" ? named : op.DEFAULT;
    if (behavior === undefined) {
      refuse(
        fields.at("flow"),
        `a flow is "clamp", "error", "wrap" or content, not ${kindOf(flow)}`,
      );
    }
    const all = behavior === op.DEFAULT ? [...contents, flow] : contents;
    const where = (i: number): Place =>
      i === bins ? fields.at("flow") : { within: place, step: i };
    const numbers = all.map(numberOf);
    const plain = numbers.every((value): value is number => value !== undefined);
    let first: number;
    if (plain) first = this.#tables.pushNumbers(numbers);
    else {
      first = this.#tables.reserve(all.length);
      for (const [i, item] of all.entries()) {
        this.#tables.put(first + i, this.#reference(item, where(i)));
      }
    }
    const kind = plain ? op.NUMBERS : op.REFERENCES;
    // What is led back by turns is none of these.
    const recorded =
      behavior !== op.WRAP && axes.map((axis) => addRecords(axis, this.#tables)).every(Boolean);
    const words = [op.BINNING, behavior, axes.length, bins, kind, first, Number(recorded)];
    words.push(...axes.flat());
    return this.#tables.push(words);
  }

  #category(fields: Fields): number {
    const name = fields.text("input");
    const input = inputIndex(name, this.#inputs, fields.at("input"));
    const { type } = this.#inputs[input];
    const references = new Map<number, number>();
    for (const [i, value] of fields.list("content").entries()) {
      const place = { within: fields.at("content"), step: i };
      const item = Fields.of(value, place, "an item of a category");
      const key = item.required("key");
      const id = this.#key(key, type, name, item.at("key"));
      const reference = this.#reference(item.required("value"), item.at("value"));
      // Of items with the same key the first counts.
      if (!references.has(id)) references.set(id, reference);
    }
    const otherwise = fields.optional("default");
    const reference =
      otherwise === undefined ? NO_DEFAULT : this.#reference(otherwise, fields.at("default"));
    const keys = [...references.keys()].sort((a, b) => a - b);
    const first = this.#tables.push(keys);
    this.#tables.push(keys.map((key) => references.get(key) as number));
    return this.#tables.push([op.CATEGORY, input, keys.length, reference, first]);
  }

  #key(key: Json, type: Variable["type"], name: string, place: Place): number {
    if (typeof key === "string") {
      if (type !== "string") refuse(place, `the key is a text, and "${name}" is ${type}`);
      return this.#tables.textId(key);
    }
    if (!(key instanceof Integer) || (key.value | 0) !== key.value) {
      return refuse(place, `a key is a text or an integer of 32 bits, not ${kindOf(key)}`);
    }
    if (type !== "int") refuse(place, `the key is an integer, and "${name}" is ${type}`);
    return key.value;
  }

  #formula(program: Program, parameters: readonly number[]): number {
    const first = this.#tables.pushNumbers(parameters);
    return this.#tables.push([op.FORMULA, program.at, first]);
  }

  #formulaRef(fields: Fields): number {
    const index = fields.integer("index");
    const program = this.#generic[index];
    if (program === undefined) {
      const count = this.#generic.length;
      return refuse(fields.at("index"), `no generic formula ${index}; there are ${count}`);
    }
    return this.#formula(program, referenceParameters(fields, program.parameters));
  }

  #transform(fields: Fields): number {
    const name = fields.text("input");
    const input = inputIndex(name, this.#inputs, fields.at("input"));
    const { type } = this.#inputs[input];
    if (type === "string") refuse(fields.at("input"), `"${name}" is a text, which stays as it is`);
    const rule = this.#reference(fields.required("rule"), fields.at("rule"));
    const content = this.#reference(fields.required("content"), fields.at("content"));
    return this.#tables.push([op.TRANSFORM, input, Number(type === "int"), rule, content]);
  }

  #random(fields: Fields): number {
    const inputs = fields.texts("inputs").map((name, i) => {
      const place = { within: fields.at("inputs"), step: i };
      const input = inputIndex(name, this.#inputs, place);
      if (this.#inputs[input].type === "string") {
        refuse(place, `"${name}" is a text; random numbers come from numbers`);
      }
      return input;
    });
    const name = fields.text("distribution");
    if (!Object.hasOwn(distributions, name)) {
      const known = Object.keys(distributions).join(", ");
      refuse(fields.at("distribution"), `no distribution "${name}"; there are ${known}`);
    }
    // The words of an element; squares, states and numbers of elements, each with some more.
    this.#needs(4 + Math.ceil(inputs.length / op.BLOCK));
    return this.#tables.push([op.PRNG, distributions[name], inputs.length, ...inputs]);
  }
}
