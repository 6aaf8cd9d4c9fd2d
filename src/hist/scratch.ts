import { type Column, reserve } from "../wasm/column.ts";
import { keep } from "../wasm/scope.ts";

/** Entries of a block: positions, values and weights of one block stay in the fast caches. */
export const BLOCK = 4096;

/** Cells of a row that single-pass fills work on; longer axes take the general way. */
export const ROW = 8192;

/** Entries of a look-up table, besides the two for what lies outside: 16 KiB stay in the fastest cache. */
export const TABLE = 4096;

/** Memory that fills share: reserved once per thread, so that a fill allocates nothing. */
export interface Scratch {
  readonly codes: Column<"int32">;
  readonly index: Column<"int32">;
  readonly values: Column<"float64">;
  readonly weights: Column<"float64">;
  readonly samples: Column<"float64">;
  /** One row of cells of up to two numbers, or of four counts. */
  readonly row: Column<"float64">;
  readonly constant: Column<"float64">;
  /** Values of the second and third axis. */
  readonly others: readonly [Column<"float64">, Column<"float64">];
  /** Ranges, bins and strides of up to three axes. */
  readonly axes: Column<"float64">;
  /** Edges of a variable axis and their guards. */
  readonly edges: Column<"float64">;
  /** A look-up table of one axis. */
  readonly table: Column<"int32">;
}

let made: Scratch | undefined;

/** The shared memory. Its contents do not outlive the call that writes them. */
export function scratch(): Scratch {
  made ??= keep({
    codes: reserve("int32", BLOCK),
    index: reserve("int32", BLOCK),
    values: reserve("float64", BLOCK),
    weights: reserve("float64", BLOCK),
    samples: reserve("float64", BLOCK),
    row: reserve("float64", 2 * ROW),
    constant: reserve("float64", 2),
    axes: reserve("float64", 12),
    edges: reserve("float64", ROW + 8),
    table: reserve("int32", TABLE + 2),
    others: [reserve("float64", BLOCK), reserve("float64", BLOCK)],
  });
  return made;
}
