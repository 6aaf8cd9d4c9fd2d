import type { Json } from "./json.ts";
import { Fields, type Place, refuse } from "./reader.ts";

/** The type of an input: 64-bit integers, float64 or text. */
export type VariableType = "string" | "int" | "real";

/** An input or the output of a correction. */
export interface Variable {
  readonly name: string;
  readonly type: VariableType;
  readonly description: string;
}

/** @throws CorrectionError */
export function readVariable(value: Json, place: Place): Variable {
  const fields = Fields.of(value, place, "a variable");
  const name = fields.text("name");
  const description = fields.optionalText("description");
  const type = fields.text("type");
  if (type !== "string" && type !== "int" && type !== "real") {
    return refuse(fields.at("type"), `a type is "string", "int" or "real", not "${type}"`);
  }
  return { name, type, description };
}

/** The output of a correction is a real number. @throws CorrectionError */
export function readOutput(fields: Fields): Variable {
  const output = readVariable(fields.required("output"), fields.at("output"));
  if (output.type !== "real") {
    refuse(fields.at("output"), `outputs are real, not ${output.type}`);
  }
  return output;
}

/** The inputs of a correction, in order. @throws CorrectionError */
export function readInputs(fields: Fields): Variable[] {
  return fields
    .list("inputs")
    .map((item, i) => readVariable(item, { within: fields.at("inputs"), step: i }));
}

/**
 * The place of an input, from 0.
 * @throws CorrectionError naming the inputs there are
 */
export function inputIndex(name: string, inputs: readonly Variable[], place: Place): number {
  const index = inputs.findIndex((input) => input.name === name);
  if (index >= 0) return index;
  const known = inputs.map((input) => input.name).join(", ");
  return refuse(place, `no input "${name}"${known === "" ? "" : `; there are ${known}`}`);
}
