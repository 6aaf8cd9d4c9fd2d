import { FormatError } from "../errors.ts";

/**
 * Lines by |eta|: in row `i`, from `edges[i]` (the first from 0), `values[i] + slopes[i] |eta|`; the last
 * ends at `limit`.
 */
export interface EtaTable {
  readonly edges: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
  readonly limit: number;
}

/** The formula of a line, as payloads spell it. */
const LINE = "[0]+[1]*x";

/**
 * Reads a correction of correctionlib's schema whose data are a number, or bins of |eta| that hold
 * numbers or lines: formulas `[0]+[1]*x`.
 *
 * @param where  its place, for messages
 * @throws FormatError for data of another kind
 */
export function etaTable(correction: unknown, where: string): EtaTable {
  const data = (correction as { readonly data?: unknown }).data;
  if (typeof data === "number")
    return { edges: [0], values: [data], slopes: [0], limit: Number.POSITIVE_INFINITY };
  const node = data as { nodetype?: unknown; edges?: unknown; content?: unknown; flow?: unknown };
  const fail = (what: string): never => {
    throw new FormatError(`${where}.data: ${what}`, { path: `${where}.data` });
  };
  if (node?.nodetype !== "binning") fail("a number or a binning by |eta| is needed");
  if (node.flow !== "clamp") fail('flow must be "clamp"');
  const edges = edgesOf(node.edges);
  const content = node.content;
  if (edges === undefined || edges.length < 2) return fail("edges must be numbers, rising");
  if (!Array.isArray(content) || content.length !== edges.length - 1)
    return fail(`${edges.length - 1} numbers are needed as content`);
  const lines = content.map(
    (value, i) => lineOf(value) ?? fail(`content[${i}] is neither a finite number nor ${LINE}`),
  );
  return {
    edges: edges.slice(0, -1),
    values: lines.map(([value]) => value),
    slopes: lines.map(([, slope]) => slope),
    limit: edges[edges.length - 1],
  };
}

function lineOf(value: unknown): readonly [number, number] | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? [value, 0] : undefined;
  const { expression, parameters } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof expression !== "string" || expression.replaceAll(" ", "") !== LINE) return undefined;
  if (!Array.isArray(parameters)) return undefined;
  const [at0, slope] = parameters as unknown[];
  if (typeof at0 !== "number" || typeof slope !== "number") return undefined;
  return Number.isFinite(at0) && Number.isFinite(slope) ? [at0, slope] : undefined;
}

function edgesOf(edges: unknown): number[] | undefined {
  const list = Array.isArray(edges) ? edges.map(edgeOf) : uniform(edges);
  if (list === undefined) return undefined;
  const rising = list.every((edge, i) => (i === 0 ? !Number.isNaN(edge) : edge > list[i - 1]));
  return rising ? list : undefined;
}

function edgeOf(edge: unknown): number {
  if (edge === "inf" || edge === "+inf") return Number.POSITIVE_INFINITY;
  if (edge === "-inf") return Number.NEGATIVE_INFINITY;
  return typeof edge === "number" ? edge : Number.NaN;
}

function uniform(edges: unknown): number[] | undefined {
  if (typeof edges !== "object" || edges === null) return undefined;
  const { n, low, high } = edges as Record<string, unknown>;
  if (typeof n !== "number" || typeof low !== "number" || typeof high !== "number")
    return undefined;
  if (!(Number.isInteger(n) && n > 0 && n <= 1e6)) return undefined;
  return Array.from({ length: n + 1 }, (_, i) => (i === n ? high : low + (i * (high - low)) / n));
}

/** The row of a table at |eta|; the nearest outside its range. */
export function rowAt({ edges }: EtaTable, eta: number): number {
  let row = 0;
  while (row + 1 < edges.length && edges[row + 1] <= eta) row++;
  return row;
}

/** All edges of several tables, rising: on them each table is constant. */
export function commonEdges(tables: readonly { readonly edges: readonly number[] }[]): number[] {
  const inner = tables.flatMap(({ edges }) => edges.slice(1));
  return [0, ...new Set(inner.toSorted((a, b) => a - b))].filter((edge, i) => i === 0 || edge > 0);
}
