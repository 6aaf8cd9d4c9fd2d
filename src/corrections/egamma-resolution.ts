import { kernels } from "../wasm/instance.ts";
import { commonEdges, type EtaTable, rowAt } from "./eta-table.ts";

/** Resolution of simulated electrons: sqrt(a^2 / E + b^2 / E^2 + c^2), E in GeV. */
export interface ElectronResolution {
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
export function publicResolution(): ElectronResolution {
  const edges = Array.from({ length: NOISE.length + 1 }, (_, i) => tenth(i));
  return {
    sampling: {
      edges: [0, 0.8, 1.37, 1.52, 2.0, 2.3, 2.5],
      values: [0.091, 0.036, 0.27, 0.85, 0.16, -1.05, 0],
      slopes: [0, 0.13, 0, -0.36, 0, 0.52, 0],
      limit: 2.5,
    },
    noise: { edges, values: [...NOISE, 0], slopes: edges.map(() => 0), limit: 2.5 },
    constant: {
      edges: [0, 0.6, 1.75, 2.5],
      values: [0.005, 0.003, 0.0055 * 2.69, 0],
      slopes: [0, 0, -0.0055, 0],
      limit: 2.5,
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

/** The three tables on their common edges. */
export function resolutionCells(resolution: ElectronResolution): ResolutionCells {
  const { sampling, noise, constant } = resolution;
  const edges = commonEdges([sampling, noise, constant]);
  const values = edges.flatMap((edge) => {
    const [a, b, c] = [sampling, noise, constant].map((table) => rowAt(table, edge));
    const lineA = [sampling.values[a], sampling.slopes[a]];
    return [...lineA, noise.values[b], constant.values[c], constant.slopes[c]];
  });
  return { edges, values };
}
