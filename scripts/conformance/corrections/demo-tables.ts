import { InputError } from "../report.ts";

/** Bins of |cl_eta| with one or several rows of values. */
interface BinnedTable {
  readonly eta_edges: readonly number[];
  readonly [row: string]: unknown;
}

/** A condition on h = |cl_eta| and an expression of h. */
type Piece = readonly [condition: string, expression: string];

/** The tables of a file of expected electrons. */
export interface Tables {
  readonly systematics: BinnedTable;
  readonly noise_b: BinnedTable;
  readonly sampling_a: { readonly pieces: readonly Piece[] };
  readonly constant_c: { readonly pieces: readonly Piece[] };
}

/** The tables as a payload of the calibration tool. */
export function payloadOf(tables: Tables): object {
  const { systematics, noise_b: noise } = tables;
  const rows = {
    scale: "alpha",
    EG_SCALE_ALL: "dalpha",
    constant_term: "c",
    EG_RESOLUTION_ALL: "dc",
  };
  const binned = Object.entries(rows).map(([name, row]) =>
    correction(name, systematics.eta_edges, systematics[row] as number[]),
  );
  // The noise ends with its last bin, where the others keep theirs.
  const noiseEdges = [...noise.eta_edges, 1e9];
  return {
    schema_version: 2,
    corrections: [
      ...binned,
      correction("mc_noise", noiseEdges, [...(noise.value as number[]), 0]),
      pieces("mc_sampling", tables.sampling_a.pieces),
      pieces("mc_constant", tables.constant_c.pieces),
    ],
  };
}

function correction(name: string, edges: readonly number[], content: readonly unknown[]): object {
  const data = { nodetype: "binning", input: "abs_eta", edges, content, flow: "clamp" };
  const inputs = [{ name: "abs_eta", type: "real" }];
  return { name, version: 1, inputs, output: { name: "value", type: "real" }, data };
}

/** Pieces `h < edge` with expressions of h, the last "otherwise". */
function pieces(name: string, all: readonly Piece[]): object {
  const edges = [0];
  const content = all.map(([condition, expression], i) => {
    const bound = /^h\s*<\s*([\d.]+)$/.exec(condition);
    if ((bound === null) !== (i === all.length - 1)) {
      throw new InputError(`${name}: "${condition}" is not understood`);
    }
    edges.push(bound === null ? 1e9 : Number(bound[1]));
    return {
      nodetype: "formula",
      parser: "TFormula",
      variables: ["abs_eta"],
      expression: expression.replace(/\bh\b/g, "x"),
    };
  });
  return correction(name, edges, content);
}
