import type { Address } from "../wasm/address.ts";
import { offsetAddress } from "../wasm/address.ts";
import { type Column, columnFrom, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { Compiled } from "./compile.ts";
import type { ParameterSet } from "./parameters.ts";

/** No column: for kernels that leave out what has no place. */
const NONE = 0 as Address;

/** Limits below which yields are raised; NaN for none. */
export interface Clips {
  readonly sample: number;
  readonly bin: number;
}

/** Data in the order and padding of a compiled model. */
export interface PlacedData {
  readonly main: Column<"float64">;
  readonly auxiliary: Column<"float64">;
}

/**
 * A compiled model in linear memory, with the scratch memory of its evaluation. The kernels' one
 * caller: everything else asks for yields, likelihoods and derivatives at a point.
 */
export class Engine {
  readonly compiled: Compiled;
  readonly size: number;
  readonly clips: Clips;
  readonly #constraints: { readonly index: Column<"int32">; readonly width: Column<"float64"> };
  readonly #parameters: Column<"float64">;
  readonly #work: Column<"float64">;
  readonly #yields: Column<"float64">;
  readonly #first: Column<"float64">;
  readonly #second: Column<"float64">;
  readonly #scratch: Column<"float64">;
  readonly #gradient: Column<"float64">;
  #hessian: Column<"float64"> | undefined;
  #jacobian: Column<"float64"> | undefined;

  constructor(compiled: Compiled, sets: readonly ParameterSet[], clips: Clips) {
    this.compiled = compiled;
    this.size = sets.reduce((sum, { inits }) => sum + inits.length, 0);
    this.clips = clips;
    const { padded, work } = compiled;
    this.#constraints = constraintsOf(sets);
    // A padding bin may look one parameter too far.
    this.#parameters = columnFrom<"float64">(new Float64Array(this.size + 1).fill(1));
    this.#work = reserve("float64", work);
    this.#yields = reserve("float64", padded);
    this.#first = reserve("float64", padded);
    this.#second = reserve("float64", padded);
    this.#scratch = reserve("float64", padded);
    this.#gradient = columnFrom<"float64">(new Float64Array(this.size + 1));
  }

  /** The columns of the tables and of the scratch memory. */
  *heldColumns(): Iterable<Column> {
    const { program, table, channels } = this.compiled;
    const all = [
      program,
      table,
      ...channels.map(({ rows }) => rows),
      this.#constraints.index,
      this.#constraints.width,
      this.#parameters,
      this.#work,
      this.#yields,
      this.#first,
      this.#second,
      this.#scratch,
      this.#gradient,
      this.#hessian,
      this.#jacobian,
    ];
    for (const column of all) if (column !== undefined) yield column as unknown as Column;
  }

  /** Data with padding: `main` as many as there are bins, `auxiliary` one for each constraint. */
  place(main: ArrayLike<number>, auxiliary: ArrayLike<number>): PlacedData {
    const padded = new Float64Array(this.compiled.padded);
    let at = 0;
    for (const { start, bins } of this.compiled.channels) {
      for (let b = 0; b < bins; b++) padded[start + b] = main[at++];
    }
    return {
      main: columnFrom<"float64">(padded),
      auxiliary: columnFrom<"float64">(Float64Array.from(auxiliary)),
    };
  }

  /** Other data into columns that are there. */
  replace({ main, auxiliary }: PlacedData, data: Float64Array): void {
    const padded = main.view();
    let at = 0;
    for (const { start, bins } of this.compiled.channels) {
      for (let b = 0; b < bins; b++) padded[start + b] = data[at++];
    }
    const rest = auxiliary.view();
    for (let i = 0; i < rest.length; i++) rest[i] = data[at++];
  }

  /** Expected yields of the bins at `x`, channel by channel. */
  yields(x: ArrayLike<number>): Float64Array {
    this.#expect(x);
    const least = Number.isNaN(this.clips.bin) ? Number.NEGATIVE_INFINITY : this.clips.bin;
    const view = this.#yields.view();
    const out: number[] = [];
    for (const { start, bins } of this.compiled.channels) {
      for (let b = start; b < start + bins; b++) out.push(Math.max(least, view[b]));
    }
    return Float64Array.from(out);
  }

  /** Expected yields of each term's bins at `x`, channel by channel, sample by sample. */
  termYields(x: ArrayLike<number>): Float64Array[] {
    this.#expect(x);
    const { program, terms, channels } = this.compiled;
    const length = channels.reduce((sum, one) => sum + one.padded * one.terms, 0);
    const out = reserve("float64", length);
    kernels.stats_term_yields_f64(
      program.address,
      terms,
      this.#work.address,
      out.address,
      this.clips.sample,
    );
    const view = out.toTypedArray();
    out.dispose();
    const yields: Float64Array[] = [];
    let at = 0;
    for (const channel of channels) {
      for (let t = 0; t < channel.terms; t++) {
        yields.push(view.slice(at, at + channel.bins));
        at += channel.padded;
      }
    }
    return yields;
  }

  /** -log of the Poisson probabilities at `x`, without factorials. */
  mainNll(x: ArrayLike<number>, { main }: PlacedData): number {
    this.#expect(x);
    return this.#poisson(main);
  }

  /** -log of the constraints at `x`, without constants. */
  constraintNll(x: ArrayLike<number>, data: PlacedData): number {
    this.#setParameters(x);
    return this.#constraint(data, NONE, NONE);
  }

  /**
   * -log L at `x` without constants, and twice its derivatives where there is a place for them.
   *
   * @param gradient  `size` numbers, written
   * @param hessian  `size * size`, written
   */
  nll(
    x: ArrayLike<number>,
    data: PlacedData,
    gradient?: Float64Array,
    hessian?: Float64Array,
  ): number {
    this.#expect(x);
    const main = this.#poisson(data.main);
    if (gradient === undefined) return main + this.#constraint(data, NONE, NONE);
    const { program, table, terms, padded } = this.compiled;
    kernels.stats_poisson_derivatives_f64(
      this.#yields.address,
      data.main.address,
      this.#first.address,
      this.#second.address,
      padded,
      this.clips.bin,
    );
    this.#gradient.view().fill(0);
    kernels.stats_gradient_f64(
      program.address,
      terms,
      table.address,
      this.#parameters.address,
      this.#work.address,
      this.#first.address,
      this.#scratch.address,
      this.#gradient.address,
      this.clips.sample,
    );
    const at = hessian === undefined ? NONE : this.#curvature();
    const value = main + this.#constraint(data, this.#gradient.address, at);
    copyTwice(this.#gradient, gradient);
    if (hessian !== undefined && this.#hessian !== undefined) copyTwice(this.#hessian, hessian);
    return value;
  }

  /** The Hessian of the main part, in a column that is used again. */
  #curvature(): Address {
    const { program, table, terms, channels } = this.compiled;
    this.#hessian ??= reserve("float64", this.size * this.size);
    this.#jacobian ??= reserve(
      "float64",
      Math.max(...channels.map(({ rows, padded }) => (rows.length + 1) * padded)),
    );
    const hessian = this.#hessian;
    hessian.view().fill(0);
    kernels.stats_curvature_f64(
      program.address,
      terms,
      table.address,
      this.#parameters.address,
      this.#work.address,
      this.#first.address,
      this.#scratch.address,
      hessian.address,
      this.size,
      this.clips.sample,
    );
    for (const { rows, record, terms: here, padded, start } of channels) {
      kernels.stats_jacobian_f64(
        offsetAddress(program.address, record * 4),
        here,
        table.address,
        this.#parameters.address,
        this.#work.address,
        this.#scratch.address,
        this.#jacobian.address,
        rows.length,
        padded,
        this.clips.sample,
      );
      kernels.stats_fisher_f64(
        this.#jacobian.address,
        offsetAddress(this.#second.address, start * 8),
        rows.address,
        rows.length,
        padded,
        this.#scratch.address,
        hessian.address,
        this.size,
      );
    }
    return hessian.address;
  }

  #setParameters(x: ArrayLike<number>): void {
    this.#parameters.view().set(x);
  }

  #expect(x: ArrayLike<number>): void {
    this.#setParameters(x);
    const { program, table, terms, padded } = this.compiled;
    kernels.stats_expected_f64(
      program.address,
      terms,
      table.address,
      this.#parameters.address,
      this.#work.address,
      this.#yields.address,
      padded,
      this.clips.sample,
    );
  }

  #poisson(main: Column<"float64">): number {
    return kernels.stats_poisson_nll_f64(
      this.#yields.address,
      main.address,
      this.compiled.padded,
      this.clips.bin,
    );
  }

  #constraint({ auxiliary }: PlacedData, gradient: Address, hessian: Address): number {
    const { index, width } = this.#constraints;
    return kernels.stats_constraints_f64(
      index.address,
      width.address,
      auxiliary.address,
      index.length,
      this.#parameters.address,
      gradient,
      hessian,
      this.size,
    );
  }
}

/** Doubles what was computed for -log L: -2 log L is what everybody speaks of. */
function copyTwice(from: Column<"float64">, to: Float64Array): void {
  const view = from.view();
  for (let i = 0; i < to.length; i++) to[i] = 2 * view[i];
}

function constraintsOf(sets: readonly ParameterSet[]): {
  index: Column<"int32">;
  width: Column<"float64">;
} {
  const index: number[] = [];
  const width: number[] = [];
  let at = 0;
  for (const { inits, constraint } of sets) {
    inits.forEach((_, i) => {
      if (constraint === undefined) return;
      index.push(at + i);
      width.push(constraint.kind === "normal" ? constraint.sigmas[i] : -constraint.factors[i]);
    });
    at += inits.length;
  }
  return {
    index: columnFrom<"int32">(Int32Array.from(index)),
    width: columnFrom<"float64">(Float64Array.from(width)),
  };
}
