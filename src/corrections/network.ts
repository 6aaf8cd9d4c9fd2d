import type { Json, JsonObject } from "./json.ts";
import * as op from "./opcodes.ts";
import { compileFormula } from "./program.ts";
import { Fields, isObject, kindOf, numberOf, type Place, refuse } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { inputIndex, type Variable } from "./variable.ts";

/** A network in the tables. */
export interface Network {
  readonly at: number;
  /** Registers that it and its finalizer need. */
  readonly registers: number;
}

/** lwtnn's names; those of old files have the same meaning. */
const activations: Readonly<Record<string, number>> = {
  linear: op.LINEAR,
  sigmoid: op.SIGMOID,
  sigmoid_legacy: op.SIGMOID,
  rectified: op.RECTIFIED,
  rectified_legacy: op.RECTIFIED,
  softmax: op.SOFTMAX,
  tanh: op.TANH_ACTIVATION,
  tanh_legacy: op.TANH_ACTIVATION,
  hard_sigmoid: op.HARD_SIGMOID,
  hard_sigmoid_legacy: op.HARD_SIGMOID,
  elu: op.ELU,
  leakyrelu: op.LEAKY_RELU,
  swish: op.SWISH,
  abs: op.ABSOLUTE,
};

/**
 * An lwtnn node: a sequential network of the layers that take one set of inputs (dense, normalization, maxout,
 * highway), and a formula over its outputs.
 *
 * @throws CorrectionError
 * @see lwtnn's LightweightNeuralNetwork
 */
export function compileNetwork(
  fields: Fields,
  inputs: readonly Variable[],
  tables: Tables,
): Network {
  const opaque = Fields.of(fields.required("opaque"), fields.at("opaque"), "a network");
  const sources = opaque.list("inputs").flatMap((item, i) => {
    const place = { within: opaque.at("inputs"), step: i };
    return compileInput(Fields.of(item, place, "an input of a network"), inputs, tables);
  });
  const units = sources.length / 3;
  const layers = opaque.list("layers").map((item, i) => {
    const place = { within: opaque.at("layers"), step: i };
    return Fields.of(item, place, "a layer");
  });
  let width = units;
  let widest = units;
  const words: number[] = [];
  for (const layer of layers) {
    const compiled = compileLayer(layer, width, tables);
    words.push(...compiled.words);
    width = compiled.outputs;
    widest = Math.max(widest, width);
  }
  const outputs = opaque.texts("outputs");
  if (outputs.length === 0) refuse(opaque.at("outputs"), "a network has outputs");
  if (outputs.length !== width) {
    refuse(opaque.at("outputs"), `${outputs.length} names for ${width} outputs`);
  }
  const finalizer = Fields.of(fields.required("finalizer"), fields.at("finalizer"), "a finalizer");
  if (finalizer.required("nodetype") !== "formula") {
    refuse(finalizer.at("nodetype"), "a finalizer is a formula");
  }
  const results = outputs.map((name): Variable => ({ name, type: "real", description: "" }));
  const program = compileFormula(finalizer, results, tables);
  const parameters = parametersOf(finalizer, program.parameters);
  const first = tables.pushNumbers(parameters);
  const at = tables.push([
    op.NETWORK,
    units,
    layers.length,
    outputs.length,
    program.at,
    widest,
    first,
    ...sources,
    ...words,
  ]);
  return { at, registers: 2 * widest + 2 + program.registers };
}

/**
 * The parameters of a formula node. What is no number among them is NaN: correctionlib takes its bits for one.
 * @throws CorrectionError when there are fewer than the formula has
 */
export function parametersOf(fields: Fields, needed: number): number[] {
  const values = (fields.optionalList("parameters") ?? []).map(parameterOf);
  if (values.length < needed) {
    refuse(
      fields.has("parameters") ? fields.at("parameters") : fields.place,
      `the formula has parameters up to [${needed - 1}]; ${values.length} are given`,
    );
  }
  return values;
}

/**
 * The parameters of a reference to a generic formula. Those that are missing are NaN: correctionlib does not
 * count them, and reads what lies behind.
 */
export function referenceParameters(fields: Fields, needed: number): number[] {
  const values = fields.list("parameters").map(parameterOf);
  while (values.length < needed) values.push(Number.NaN);
  return values;
}

function parameterOf(value: Json): number {
  return numberOf(value) ?? Number.NaN;
}

function compileInput(fields: Fields, inputs: readonly Variable[], tables: Tables): number[] {
  const name = fields.text("name");
  const index = inputIndex(name, inputs, fields.at("name"));
  const { type } = inputs[index];
  if (type === "string") refuse(fields.at("name"), `"${name}" is a text; networks take numbers`);
  const scaling = [numberIn(fields, "offset"), numberIn(fields, "scale")];
  return [index, Number(type === "int"), tables.pushNumbers(scaling)];
}

/** A number, which lwtnn also accepts as text. */
function numberIn(fields: Fields, name: string): number {
  const value = fields.required(name);
  const number = looseNumber(value);
  if (number !== undefined) return number;
  return refuse(fields.at(name), `a number is needed, not ${kindOf(value)}`);
}

function looseNumber(value: Json): number | undefined {
  if (typeof value !== "string") return numberOf(value);
  return value.trim() === "" || Number.isNaN(Number(value)) ? undefined : Number(value);
}

function looseNumbers(fields: Fields, name: string): number[] {
  return fields.list(name).map((item, i) => {
    const number = looseNumber(item);
    if (number !== undefined) return number;
    const place = { within: fields.at(name), step: i };
    return refuse(place, `a number is needed, not ${kindOf(item)}`);
  });
}

interface Layer {
  readonly words: readonly number[];
  readonly outputs: number;
}

function compileLayer(fields: Fields, inputs: number, tables: Tables): Layer {
  const architecture = fields.text("architecture");
  switch (architecture) {
    case "dense":
      return dense(fields, inputs, tables);
    case "normalization":
      return normalization(fields, inputs, tables);
    case "maxout":
      return maxout(fields, inputs, tables);
    case "highway":
      return highway(fields, inputs, tables);
    default:
      return refuse(
        fields.at("architecture"),
        `no layer "${architecture}" here; there are dense, normalization, maxout and highway`,
      );
  }
}

function dense(fields: Fields, inputs: number, tables: Tables): Layer {
  const weights = looseNumbers(fields, "weights");
  const outputs = weights.length === 0 ? inputs : rowsOf(weights, inputs, fields.at("weights"));
  const given = looseNumbers(fields, "bias");
  const bias = given.length === 0 ? new Array<number>(outputs).fill(0) : given;
  if (bias.length !== outputs) {
    refuse(fields.at("bias"), `${bias.length} numbers for ${outputs} outputs`);
  }
  const [activation, alpha] = activationOf(fields);
  // Without weights the inputs pass: what a normalization of weight 1 does.
  const kind = weights.length === 0 ? op.NORMALIZATION : op.DENSE;
  const rows = weights.length === 0 ? new Array<number>(outputs).fill(1) : weights;
  return layer(tables, kind, activation, inputs, outputs, rows, bias, alpha, 1);
}

function normalization(fields: Fields, inputs: number, tables: Tables): Layer {
  const weights = looseNumbers(fields, "weights");
  const bias = looseNumbers(fields, "bias");
  if (weights.length !== inputs) {
    refuse(fields.at("weights"), `${weights.length} numbers for ${inputs} inputs`);
  }
  if (bias.length !== inputs) {
    refuse(fields.at("bias"), `${bias.length} numbers for ${inputs} inputs`);
  }
  activationOf(fields, false);
  return layer(tables, op.NORMALIZATION, op.LINEAR, inputs, inputs, weights, bias, 0, 1);
}

function maxout(fields: Fields, inputs: number, tables: Tables): Layer {
  const place = fields.at("sublayers");
  const parts = fields.list("sublayers").map((item, i) => {
    const part = Fields.of(item, { within: place, step: i }, "a part of a maxout layer");
    const weights = looseNumbers(part, "weights");
    const outputs = rowsOf(weights, inputs, part.at("weights"));
    const bias = looseNumbers(part, "bias");
    if (bias.length !== outputs) {
      refuse(part.at("bias"), `${bias.length} numbers for ${outputs} outputs`);
    }
    return { weights, bias, outputs };
  });
  if (parts.length === 0) refuse(place, "a maxout layer has parts");
  const [{ outputs }] = parts;
  if (parts.some((part) => part.outputs !== outputs)) refuse(place, "the parts differ in size");
  const weights = parts.flatMap((part) => part.weights);
  const bias = parts.flatMap((part) => part.bias);
  return layer(tables, op.MAXOUT, op.LINEAR, inputs, outputs, weights, bias, 0, parts.length);
}

function highway(fields: Fields, inputs: number, tables: Tables): Layer {
  const place = fields.at("components");
  const components = Fields.of(fields.required("components"), place, "the components of a layer");
  const [t, carry] = ["t", "carry"].map((name) => {
    const part = Fields.of(components.required(name), components.at(name), "a component");
    const weights = looseNumbers(part, "weights");
    const bias = looseNumbers(part, "bias");
    if (weights.length !== inputs * inputs || bias.length !== inputs) {
      refuse(part.place, `${inputs} inputs need ${inputs * inputs} weights and ${inputs} biases`);
    }
    return { weights, bias };
  });
  const [activation, alpha] = activationOf(fields, true);
  const weights = [...t.weights, ...carry.weights];
  const bias = [...t.bias, ...carry.bias];
  return layer(tables, op.HIGHWAY, activation, inputs, inputs, weights, bias, alpha, 1);
}

function layer(
  tables: Tables,
  kind: number,
  activation: number,
  inputs: number,
  outputs: number,
  weights: readonly number[],
  bias: readonly number[],
  alpha: number,
  parts: number,
): Layer {
  const first = tables.pushNumbers(weights);
  const biases = tables.pushNumbers(bias);
  const slope = tables.pushNumbers([alpha]);
  return {
    words: [kind, activation, inputs, outputs, first, biases, slope, parts],
    outputs,
  };
}

function rowsOf(weights: readonly number[], inputs: number, place: Place): number {
  if (weights.length === 0 || weights.length % inputs !== 0) {
    refuse(place, `${weights.length} weights are no rows of ${inputs}`);
  }
  return weights.length / inputs;
}

/** The activation and its parameter. lwtnn asks for one: there is no default. */
function activationOf(fields: Fields, needed = true): readonly [activation: number, alpha: number] {
  const value = fields.optional("activation");
  const place = fields.at("activation");
  if (value === undefined) {
    return needed ? refuse(fields.place, '"activation" is missing') : [op.LINEAR, 0];
  }
  const named = isObject(value) ? nameIn(value, place) : value;
  if (typeof named !== "string" || !Object.hasOwn(activations, named)) {
    return refuse(place, `no activation ${kindOf(named)}`);
  }
  const alpha = isObject(value) ? numberIn(new Fields(value, place), "alpha") : Number.NaN;
  return [activations[named], named === "elu" && !isObject(value) ? 1 : alpha];
}

function nameIn(value: JsonObject, place: Place): string {
  return new Fields(value, place).text("function");
}
