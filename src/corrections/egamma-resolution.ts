import { kernels } from "../wasm/instance.ts";

/** Lines by |eta|: in row `i`, from `edges[i]` (the first from 0), `values[i] + slopes[i] |eta|`. */
interface EtaTable {
  readonly edges: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

/** Resolution of simulated electrons: sqrt(a^2 / E + b^2 / E^2 + c^2), E in GeV. */
interface ElectronResolution {
  /** a, in sqrt(GeV). */
  readonly sampling: EtaTable;
  /** b over cosh(eta), in GeV. */
  readonly noise: EtaTable;
  /** c. */
  readonly constant: EtaTable;
}

/** Rows of the kernel's table: a at 0 and its slope, b over cosh(eta), c at 0 and its slope. */
interface ResolutionCells {
  readonly edges: readonly number[];
  readonly values: readonly number[];
}

/** b over cosh(eta) in bins of 0.1 of |eta|, in GeV. */
const NOISE = [
  0.27, 0.27, 0.27, 0.27, 0.27, 0.26, 0.25, 0.23, 0.21, 0.19, 0.17, 0.16, 0.15, 0.14, 0.27, 0.23,
  0.17, 0.15, 0.13, 0.1, 0.07, 0.06, 0.05, 0.04, 0.03,
];

/** The public parametrisation of ATLAS's electrons, up to |eta| of 2.5; 0 beyond. */
function publicResolution(): ElectronResolution {
  const edges = Array.from({ length: NOISE.length + 1 }, (_, i) => tenth(i));
  return {
    sampling: {
      edges: [0, 0.8, 1.37, 1.52, 2.0, 2.3, 2.5],
      values: [0.091, 0.036, 0.27, 0.85, 0.16, -1.05, 0],
      slopes: [0, 0.13, 0, -0.36, 0, 0.52, 0],
    },
    noise: { edges, values: [...NOISE, 0], slopes: edges.map(() => 0) },
    constant: {
      edges: [0, 0.6, 1.75, 2.5],
      values: [0.005, 0.003, 0.0055 * 2.69, 0],
      slopes: [0, 0, -0.0055, 0],
    },
  };
}

/** The least number whose quotient by 0.1, rounded, is `i`. */
function tenth(i: number): number {
  let edge = i / 10;
  while (edge / 0.1 >= i && edge > 0) edge = kernels.math_nextafter(edge, -1);
  while (edge / 0.1 < i) edge = kernels.math_nextafter(edge, 10);
  return edge;
}

/** The public resolution on the common edges of its terms. */
export function resolutionCells(): ResolutionCells {
  const { sampling, noise, constant } = publicResolution();
  const edges = commonEdges([sampling, noise, constant]);
  const values = edges.flatMap((edge) => {
    const [a, b, c] = [sampling, noise, constant].map((table) => rowAt(table, edge));
    const lineA = [sampling.values[a], sampling.slopes[a]];
    return [...lineA, noise.values[b], constant.values[c], constant.slopes[c]];
  });
  return { edges, values };
}

/** The row of a table at |eta|. */
function rowAt({ edges }: EtaTable, eta: number): number {
  let row = 0;
  while (row + 1 < edges.length && edges[row + 1] <= eta) row++;
  return row;
}

/** All edges of several tables, rising: on them each is a line. */
function commonEdges(tables: readonly EtaTable[]): number[] {
  const inner = tables.flatMap(({ edges }) => edges.slice(1));
  return [0, ...new Set(inner.toSorted((a, b) => a - b))];
}
