// What the demonstrations have in common. No experiment's values, and not for physics.

/** The description of every demonstration, and of each of its corrections. */
export const demoLabel = "demo, synthetic: not for physics";

/** An axis of a table: the input and its edges. */
export interface DemoAxis {
  readonly name: string;
  readonly edges: readonly number[];
  readonly description?: string;
}

/** Makes corrections by bins of two inputs, each from a function of the bin's row and column. */
export function demoTables(
  rows: DemoAxis,
  columns: DemoAxis,
): (name: string, value: (row: number, column: number) => number) => object {
  const axes = [rows, columns];
  return (name, value) => ({
    name,
    description: demoLabel,
    version: 1,
    inputs: axes.map(({ edges, ...input }) => ({ type: "real", ...input })),
    output: { name: "value", type: "real" },
    data: {
      nodetype: "multibinning",
      inputs: axes.map((axis) => axis.name),
      edges: axes.map((axis) => axis.edges),
      content: rows.edges
        .slice(1)
        .flatMap((_, row) => columns.edges.slice(1).map((__, column) => value(row, column))),
      flow: "clamp",
    },
  });
}
