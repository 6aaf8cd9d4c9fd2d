import type { AwkwardArray, AwkwardRecord, Records } from "../array/array.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { checkOptionNames } from "../array/option-names.ts";
import { apply } from "./behavior.ts";
import type { VectorLike } from "./evaluate.ts";
import type { Node, Term } from "./formula.ts";
import type { Symbolic } from "./quantities.ts";
import type { Momentum4D, SingleVector } from "./zip.ts";

// The kinds of operations: arrays of vectors give arrays, single vectors one vector, number or
// boolean. Arrays broadcast as numbers do: a vector beside a list goes with each of its vectors.

/** A number of each pair of vectors. */
export interface Measure {
  (a: AwkwardArray, b: VectorLike): AwkwardArray;
  (a: AwkwardRecord, b: AwkwardRecord): number;
  (a: VectorLike, b: VectorLike): AwkwardArray;
}

/** A vector of each pair of vectors. */
export interface Combination {
  /** Candidates have charges. */
  (a: Records, b: VectorLike): Momentum4D & Records;
  (a: AwkwardArray, b: VectorLike): Momentum4D;
  (a: AwkwardRecord, b: AwkwardRecord): SingleVector;
  (a: VectorLike, b: VectorLike): Momentum4D;
}

/** A vector changed; the other fields of records stay. */
export interface Change<Rest extends readonly unknown[]> {
  (vector: Records, ...rest: Rest): Momentum4D & Records;
  (vector: AwkwardRecord, ...rest: Rest): SingleVector;
  (vector: VectorLike, ...rest: Rest): Momentum4D;
}

/** Whether something holds of each pair of vectors. */
export interface Relation<Options> {
  (a: AwkwardArray, b: VectorLike, options?: Options): AwkwardArray;
  (a: AwkwardRecord, b: AwkwardRecord, options?: Options): boolean;
  (a: VectorLike, b: VectorLike, options?: Options): AwkwardArray;
}

/** Whether something holds of each vector. */
export interface Test<Options> {
  (vector: AwkwardArray, options?: Options): AwkwardArray;
  (vector: AwkwardRecord, options?: Options): boolean;
}

/** A number from the formula of two vectors. */
export function measure(formula: (a: Symbolic, b: Symbolic) => Node): Measure {
  const run = (a: VectorLike, b: VectorLike): unknown =>
    apply({ vectors: [a, b] }, ([first, second]) => ({ number: formula(first, second) }));
  return run as Measure;
}

/** A vector from the formula of two. */
export function combination(formula: (a: Symbolic, b: Symbolic) => Symbolic): Combination {
  const run = (a: VectorLike, b: VectorLike): unknown =>
    apply({ vectors: [a, b] }, ([first, second]) => formula(first, second));
  return run as Combination;
}

/** What a change of a vector takes beside it. */
interface ChangeFormula {
  readonly others?: readonly VectorLike[];
  readonly numbers?: readonly ArrayLike[];
  readonly write: (vectors: readonly Symbolic[], numbers: readonly Term[]) => Symbolic;
}

/** A vector changed; the arguments behind it make the formula. */
export function change<Rest extends readonly unknown[]>(
  formula: (...rest: Rest) => ChangeFormula,
): Change<Rest> {
  const run = (vector: VectorLike, ...rest: Rest): unknown => {
    const { others = [], numbers = [], write } = formula(...rest);
    return apply({ vectors: [vector, ...others], numbers, one: true }, write);
  };
  return run as Change<Rest>;
}

/** Whether the formula of two vectors holds. */
export function relation<Options extends object>(
  known: readonly (keyof Options & string)[],
  formula: (a: Symbolic, b: Symbolic, options: Options) => Node,
): Relation<Options> {
  const run = (a: VectorLike, b: VectorLike, options: Options = {} as Options): unknown => {
    checkOptionNames(options, known, "a relation of vectors");
    return apply({ vectors: [a, b] }, ([first, second]) => ({
      truth: formula(first, second, options),
    }));
  };
  return run as Relation<Options>;
}

/** Whether the formula of one vector holds. */
export function test<Options extends object>(
  known: readonly (keyof Options & string)[],
  formula: (v: Symbolic, options: Options) => Node,
): Test<Options> {
  const run = (vector: VectorLike, options: Options = {} as Options): unknown => {
    checkOptionNames(options, known, "a test of vectors");
    return apply({ vectors: [vector] }, ([v]) => ({ truth: formula(v, options) }));
  };
  return run as Test<Options>;
}
