import { CorrectionError } from "../errors.ts";
import { Integer, type Json, parseJson } from "./json.ts";
import { isObject, kindOf, numberOf, type Place } from "./reader.ts";
import { Check, Node, numberIn, type SchemaFault } from "./schema-check.ts";

/**
 * Every fault of a payload by the strict schema, version 2.
 * @see correctionlib.schemav2.CorrectionSet
 */
export function faultsOf(text: string): SchemaFault[] {
  const check = new Check();
  try {
    checkSet(check, parseJson(text, "schema"));
  } catch (error) {
    if (!(error instanceof CorrectionError)) throw error;
    check.fault(undefined, error.message);
  }
  return check.faults;
}

function checkSet(check: Check, value: Json): void {
  const set = check.object(
    value,
    undefined,
    ["schema_version", "corrections"],
    ["description", "compound_corrections", "$schema"],
  );
  if (set === undefined) return;
  const version = set.get("schema_version");
  if (version !== undefined && numberOf(version) !== 2) {
    check.fault(set.at("schema_version"), `2 is needed, not ${kindOf(version)}`);
  }
  set.optionalText("description");
  set.optionalText("$schema");
  const names = (set.list("corrections") ?? []).map((item, i) =>
    checkCorrection(check, item, set.item("corrections", i)),
  );
  reportTwins(check, names, set, "corrections");
  if (set.option("compound_corrections") === undefined) return;
  const stacks = (set.list("compound_corrections") ?? []).map((item, i) =>
    checkCompound(check, item, set.item("compound_corrections", i)),
  );
  reportTwins(check, stacks, set, "compound_corrections");
}

function reportTwins(
  check: Check,
  names: readonly (string | undefined)[],
  set: Node,
  member: string,
): void {
  names.forEach((name, i) => {
    if (name !== undefined && names.indexOf(name) < i) {
      check.fault(set.item(member, i), `there is another "${name}"`);
    }
  });
}

function checkVariable(check: Check, value: Json, place: Place): string | undefined {
  const variable = check.object(value, place, ["name", "type"], ["description"]);
  if (variable === undefined) return undefined;
  variable.oneOf("type", ["string", "int", "real"]);
  variable.optionalText("description");
  return variable.text("name");
}

function checkSignature(check: Check, correction: Node): ReadonlySet<string> {
  correction.optionalText("description");
  const names = (correction.list("inputs") ?? []).map((item, i) =>
    checkVariable(check, item, correction.item("inputs", i)),
  );
  const output = correction.get("output");
  if (output !== undefined) checkVariable(check, output, correction.at("output"));
  return new Set(names.filter((name) => name !== undefined));
}

function checkCorrection(check: Check, value: Json, place: Place): string | undefined {
  const correction = check.object(
    value,
    place,
    ["name", "version", "inputs", "output", "data"],
    ["description", "generic_formulas"],
  );
  if (correction === undefined) return undefined;
  correction.integer("version");
  const inputs = checkSignature(check, correction);
  const output = correction.get("output");
  if (isObject(output) && output.type !== "real" && typeof output.type === "string") {
    check.fault(correction.at("output"), "outputs are real");
  }
  if (correction.option("generic_formulas") !== undefined) {
    for (const [i, item] of (correction.list("generic_formulas") ?? []).entries()) {
      // Their variables are not compared with the inputs, as in the peer.
      checkFormula(check, item, correction.item("generic_formulas", i), undefined);
    }
  }
  const data = correction.get("data");
  if (data !== undefined) checkContent(check, data, correction.at("data"), inputs);
  return correction.text("name");
}

function checkCompound(check: Check, value: Json, place: Place): string | undefined {
  const needed = ["name", "inputs", "output", "inputs_update", "input_op", "output_op", "stack"];
  const compound = check.object(value, place, needed, ["description"]);
  if (compound === undefined) return undefined;
  checkSignature(check, compound);
  compound.texts("inputs_update");
  compound.oneOf("input_op", ["+", "*", "/"]);
  compound.oneOf("output_op", ["+", "*", "/", "last"]);
  compound.texts("stack");
  return compound.text("name");
}

type Inputs = ReadonlySet<string> | undefined;

function checkContent(check: Check, value: Json, place: Place, inputs: Inputs): void {
  if (!isObject(value)) {
    if (numberOf(value) === undefined && numberIn(value) === undefined) {
      check.fault(place, `content is a number or a node, not ${kindOf(value)}`);
    }
    return;
  }
  switch (value.nodetype) {
    case "binning":
      checkBinning(check, value, place, inputs);
      break;
    case "multibinning":
      checkMultiBinning(check, value, place, inputs);
      break;
    case "category":
      checkCategory(check, value, place, inputs);
      break;
    case "formula":
      checkFormula(check, value, place, inputs);
      break;
    case "formularef":
      checkFormulaRef(check, value, place);
      break;
    case "transform":
      checkTransform(check, value, place, inputs);
      break;
    case "hashprng":
      checkRandom(check, value, place, inputs);
      break;
    case "lwtnn":
      checkNetwork(check, value, place, inputs);
      break;
    default:
      check.fault(
        { within: place, step: "nodetype" },
        `no node type ${kindOf(value.nodetype ?? null)}`,
      );
  }
}

function checkInput(check: Check, name: string | undefined, place: Place, inputs: Inputs): void {
  if (name === undefined || inputs === undefined || inputs.has(name)) return;
  check.fault(place, `no input "${name}"`);
}

/** @returns the number of bins, as far as it is known */
function checkEdges(check: Check, value: Json, place: Place): number | undefined {
  if (!Array.isArray(value)) return checkUniform(check, value, place);
  const edges = (value as readonly Json[]).map((item, i) => {
    if (item === "inf" || item === "+inf") return Infinity;
    if (item === "-inf") return -Infinity;
    const number = numberOf(item) ?? numberIn(item);
    if (number !== undefined && Number.isFinite(number)) return number;
    check.fault(
      { within: place, step: i },
      `an edge is a finite number or "inf", not ${kindOf(item)}`,
    );
    return undefined;
  });
  for (let i = 1; i < edges.length; i++) {
    const [before, edge] = [edges[i - 1], edges[i]];
    if (before === undefined || edge === undefined || before < edge) continue;
    check.fault({ within: place, step: i }, `edges ascend; ${edge} follows ${before}`);
  }
  return edges.length - 1;
}

function checkUniform(check: Check, value: Json, place: Place): number | undefined {
  const uniform = check.object(value, place, ["n", "low", "high"]);
  if (uniform === undefined) return undefined;
  const n = uniform.integer("n");
  if (n !== undefined && n <= 0) check.fault(uniform.at("n"), `above 0 is needed, not ${n}`);
  const [low, high] = [uniform.number("low"), uniform.number("high")];
  if (low !== undefined && high !== undefined && low >= high) {
    check.fault(uniform.at("high"), `above low is needed, not ${high}`);
  }
  return n;
}

function checkContents(check: Check, node: Node, bins: number | undefined, inputs: Inputs): void {
  const contents = node.list("content") ?? [];
  if (bins !== undefined && node.get("content") !== undefined && contents.length !== bins) {
    check.fault(node.at("content"), `${contents.length} contents for ${bins} bins`);
  }
  for (const [i, item] of contents.entries()) {
    checkContent(check, item, node.item("content", i), inputs);
  }
  const flow = node.get("flow");
  if (
    flow === undefined ||
    (typeof flow === "string" && ["clamp", "error", "wrap"].includes(flow))
  ) {
    return;
  }
  checkContent(check, flow, node.at("flow"), inputs);
}

function checkBinning(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "input", "edges", "content", "flow"]);
  if (node === undefined) return;
  checkInput(check, node.text("input"), node.at("input"), inputs);
  const edges = node.get("edges");
  const bins = edges === undefined ? undefined : checkEdges(check, edges, node.at("edges"));
  checkContents(check, node, bins, inputs);
}

function checkMultiBinning(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "inputs", "edges", "content", "flow"]);
  if (node === undefined) return;
  checkInputs(check, node, inputs);
  const axes = (node.list("edges") ?? []).map((item, i) =>
    checkEdges(check, item, node.item("edges", i)),
  );
  const bins = axes.reduce<number | undefined>(
    (product, n) => (product === undefined || n === undefined ? undefined : product * n),
    1,
  );
  checkContents(check, node, bins, inputs);
}

function checkInputs(check: Check, node: Node, inputs: Inputs): void {
  const names = node.texts("inputs");
  if (node.list("inputs")?.length === 0) check.fault(node.at("inputs"), "at least one is needed");
  names.forEach((name, i) => {
    checkInput(check, name, node.item("inputs", i), inputs);
  });
}

function checkCategory(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "input", "content"], ["default"]);
  if (node === undefined) return;
  checkInput(check, node.text("input"), node.at("input"), inputs);
  const keys: (string | number | undefined)[] = [];
  for (const [i, item] of (node.list("content") ?? []).entries()) {
    const entry = check.object(item, node.item("content", i), ["key", "value"]);
    const key = entry?.get("key");
    keys.push(checkKey(check, key, entry?.at("key")));
    const content = entry?.get("value");
    if (entry !== undefined && content !== undefined) {
      checkContent(check, content, entry.at("value"), inputs);
    }
  }
  const known = keys.filter((key) => key !== undefined);
  if (known.some((key) => typeof key !== typeof known[0])) {
    check.fault(node.at("content"), "keys are either all texts or all integers");
  }
  if (new Set(known).size < known.length) check.fault(node.at("content"), "a key is there twice");
  const otherwise = node.option("default");
  if (otherwise !== undefined) checkContent(check, otherwise, node.at("default"), inputs);
}

function checkKey(
  check: Check,
  key: Json | undefined,
  place: Place | undefined,
): string | number | undefined {
  if (key === undefined || typeof key === "string") return key;
  if (key instanceof Integer) return key.value;
  return check.fault(place, `a key is a text or an integer, not ${kindOf(key)}`);
}

function checkFormula(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const needed = ["nodetype", "expression", "parser", "variables"];
  const node = check.object(value, place, needed, ["parameters"]);
  if (node === undefined) return;
  node.oneOf("nodetype", ["formula"]);
  node.text("expression");
  node.oneOf("parser", ["TFormula"]);
  node.texts("variables").forEach((name, i) => {
    checkInput(check, name, node.item("variables", i), inputs);
  });
  if (node.option("parameters") !== undefined) node.numbers("parameters");
}

function checkFormulaRef(check: Check, value: Json, place: Place): void {
  const node = check.object(value, place, ["nodetype", "index", "parameters"]);
  const index = node?.integer("index");
  if (index !== undefined && index < 0) check.fault(node?.at("index"), "0 or above is needed");
  node?.numbers("parameters");
}

function checkTransform(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "input", "rule", "content"]);
  if (node === undefined) return;
  checkInput(check, node.text("input"), node.at("input"), inputs);
  for (const name of ["rule", "content"]) {
    const content = node.get(name);
    if (content !== undefined) checkContent(check, content, node.at(name), inputs);
  }
}

function checkRandom(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "inputs", "distribution"]);
  if (node === undefined) return;
  checkInputs(check, node, inputs);
  node.oneOf("distribution", ["stdflat", "stdnormal", "normal"]);
}

/** Of the network itself only the names are checked, as in the peer. */
function checkNetwork(check: Check, value: Json, place: Place, inputs: Inputs): void {
  const node = check.object(value, place, ["nodetype", "opaque", "finalizer"]);
  if (node === undefined) return;
  const opaque = node.get("opaque");
  let outputs: string[] | undefined;
  if (opaque !== undefined && !isObject(opaque)) {
    check.fault(node.at("opaque"), `an object is needed, not ${kindOf(opaque)}`);
  } else if (opaque !== undefined) {
    const network = new Node(check, opaque, node.at("opaque"));
    for (const name of ["inputs", "outputs"]) {
      if (network.get(name) === undefined) check.fault(network.place, `"${name}" is missing`);
      if (network.list(name)?.length === 0) check.fault(network.at(name), "at least one is needed");
    }
    for (const [i, item] of (network.list("inputs") ?? []).entries()) {
      const name = isObject(item) ? item.name : undefined;
      const at = network.item("inputs", i);
      if (typeof name !== "string") check.fault(at, "an input has a name");
      else checkInput(check, name, at, inputs);
    }
    outputs = network.texts("outputs");
  }
  const finalizer = node.get("finalizer");
  if (finalizer === undefined) return;
  checkFormula(check, finalizer, node.at("finalizer"), outputs && new Set(outputs));
}
