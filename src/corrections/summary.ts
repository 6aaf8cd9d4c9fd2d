import { type Json, type JsonObject, parseJson } from "./json.ts";
import { isObject, numberOf } from "./reader.ts";

/** What the nodes of a correction do with one input. */
export interface InputSummary {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Whether a node reads it. */
  readonly used: boolean;
  /** The outermost edges of all binnings; undefined where it has none. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** Whether no binning refuses values outside of it. */
  readonly overflow: boolean;
  /** Whether a node rewrites it. */
  readonly transformed: boolean;
  /** The keys of all categories, sorted. */
  readonly keys: readonly (string | number)[];
  /** Whether a category takes any other key. */
  readonly otherwise: boolean;
}

/** One correction of a payload, or a stack of them. */
export interface CorrectionSummary {
  readonly name: string;
  readonly description: string;
  /** Undefined for stacks. */
  readonly version: number | undefined;
  /** How many nodes there are of each type. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly inputs: readonly InputSummary[];
  readonly output: string;
  /** Names of the corrections of a stack. */
  readonly stack: readonly string[];
}

interface Statistics {
  used: boolean;
  low: number;
  high: number;
  overflow: boolean;
  transformed: boolean;
  otherwise: boolean;
  readonly keys: Set<string | number>;
}

/**
 * What a payload's corrections are made of: of a text that a `CorrectionSet` accepts.
 * @see correctionlib's `correction summary`
 */
export function summarize(text: string): CorrectionSummary[] {
  const payload = objectOf(parseJson(text));
  const corrections = listOf(payload.corrections).map(objectOf);
  const stacks = listOf(payload.compound_corrections).map(objectOf);
  return [...corrections.map(summaryOf), ...stacks.map(summaryOf)];
}

function summaryOf(correction: JsonObject): CorrectionSummary {
  const variables = listOf(correction.inputs).map(objectOf);
  const statistics = new Map(variables.map(({ name }) => [String(name), fresh()]));
  const nodes: Record<string, number> = {};
  const visit = (value: Json | undefined): void => {
    if (!isObject(value)) return;
    const type = String(value.nodetype);
    nodes[type] = (nodes[type] ?? 0) + 1;
    note(value, type, statistics);
    for (const item of listOf(value.content))
      visit(isObject(item) && "key" in item ? item.value : item);
    visit(isObject(value.content) ? value.content : undefined);
    visit(value.flow);
    visit(value.default);
    visit(value.rule);
  };
  visit(correction.data);
  listOf(correction.generic_formulas).forEach(visit);
  return {
    name: textOf(correction.name),
    description: textOf(correction.description),
    version: numberOf(correction.version),
    nodes,
    inputs: variables.map((variable) =>
      inputSummary(variable, statistics.get(String(variable.name)) ?? fresh()),
    ),
    output: textOf(objectOf(correction.output).name),
    stack: listOf(correction.stack).map(textOf),
  };
}

function fresh(): Statistics {
  return {
    used: false,
    low: Infinity,
    high: -Infinity,
    overflow: true,
    transformed: false,
    otherwise: false,
    keys: new Set(),
  };
}

/** What a node does with its inputs. */
function note(node: JsonObject, type: string, statistics: Map<string, Statistics>): void {
  const names = [node.input, ...listOf(node.inputs), ...listOf(node.variables)];
  const used = names.flatMap((name) => statistics.get(String(name)) ?? []);
  for (const input of used) input.used = true;
  if (type === "binning" || type === "multibinning") {
    const axes = type === "binning" ? [node.edges] : listOf(node.edges);
    used.forEach((input, i) => {
      const [low, high] = rangeOf(axes[i]);
      input.low = Math.min(input.low, low);
      input.high = Math.max(input.high, high);
      if (node.flow === "error") input.overflow = false;
    });
  }
  if (type === "transform") for (const input of used) input.transformed = true;
  if (type === "lwtnn") {
    for (const item of listOf(objectOf(node.opaque).inputs)) {
      const input = statistics.get(String(objectOf(item).name));
      if (input !== undefined) input.used = true;
    }
  }
  if (type !== "category") return;
  for (const input of used) {
    if (node.default !== undefined && node.default !== null) input.otherwise = true;
    for (const item of listOf(node.content)) {
      const { key } = objectOf(item);
      input.keys.add(typeof key === "string" ? key : (numberOf(key) ?? 0));
    }
  }
}

function rangeOf(edges: Json | undefined): [low: number, high: number] {
  if (isObject(edges)) return [numberOf(edges.low) ?? -Infinity, numberOf(edges.high) ?? Infinity];
  const list = listOf(edges);
  return [numberOf(list[0]) ?? -Infinity, numberOf(list[list.length - 1]) ?? Infinity];
}

function inputSummary(variable: JsonObject, found: Statistics): InputSummary {
  const keys = [...found.keys].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
  );
  return {
    name: textOf(variable.name),
    type: textOf(variable.type),
    description: textOf(variable.description),
    used: found.used,
    range: found.low <= found.high ? [found.low, found.high] : undefined,
    overflow: found.overflow,
    transformed: found.transformed,
    keys,
    otherwise: found.otherwise,
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
