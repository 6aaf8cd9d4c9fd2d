import { TABLE } from "./scratch.ts";

/** More edges than this within a cell are found faster by bisection. */
const MAX_STEPS = 3;

/** Cells of equal width over the range of the edges. */
export interface TablePlan {
  readonly cells: number;
  readonly scale: number;
  /** Edges within one cell at most. */
  readonly steps: number;
}

/** The cell of an edge, computed as the kernel computes that of a value. */
function cellOf(edge: number, first: number, { cells, scale }: Omit<TablePlan, "steps">): number {
  return Math.floor(Math.max(-1, Math.min(cells, (edge - first) * scale)));
}

/** The smallest table with one edge in a cell at most, else the largest if it does well enough. */
export function tablePlan(edges: readonly number[]): TablePlan | undefined {
  const first = edges[0];
  const range = edges[edges.length - 1] - first;
  let cells = 64;
  while (cells < 4 * edges.length) cells *= 2;
  for (; cells <= TABLE; cells *= 2) {
    const scale = cells / range;
    // Infinite edges, or a range beyond float64.
    if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return undefined;
    let steps = 0;
    let run = 0;
    let before = -1;
    for (const edge of edges) {
      const cell = cellOf(edge, first, { cells, scale });
      run = cell === before ? run + 1 : 1;
      before = cell;
      steps = Math.max(steps, run);
    }
    if (steps === 1 || (cells === TABLE && steps <= MAX_STEPS)) return { cells, scale, steps };
  }
  return undefined;
}

/**
 * Writes, for cell -1 to the number of cells, the bin of values below the edges of the cell.
 *
 * @param table  i32[cells + 2]
 * @param shift  added to each bin
 */
export function writeTable(
  edges: readonly number[],
  plan: TablePlan,
  table: Int32Array,
  shift: number,
): void {
  const bins = edges.length - 1;
  table[0] = shift - 1;
  let below = -1;
  for (let cell = 0; cell <= plan.cells; cell++) {
    table[cell + 1] = below + shift;
    while (below < bins && cellOf(edges[below + 1], edges[0], plan) === cell) below++;
  }
}
