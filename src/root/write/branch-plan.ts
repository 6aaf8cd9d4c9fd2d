import { UsageError } from "../../errors.ts";
import type { DType } from "../../wasm/dtype.ts";
import { type BranchType, type ParsedType, parseBranchType } from "./branch-type.ts";

/** One branch of a tree that is written. */
export interface PlannedBranch extends ParsedType {
  readonly name: string;
  /** The branch with the number of elements of each entry. */
  readonly counter: string | undefined;
}

/** What one column of `extend` fills. */
export interface PlannedColumn {
  readonly name: string;
  /** Its counter, where it is the first that has it: the first of its branches. */
  readonly counter: PlannedBranch | undefined;
  /** The column is a counter, of columns that have lists: what it holds is what they hold. */
  readonly counts?: boolean | undefined;
  /** By field; under "" for a column without fields. */
  readonly branches: ReadonlyMap<string, PlannedBranch>;
  readonly record: boolean;
}

/** How branches are called. */
export interface BranchNaming {
  /**
   * Of the branch that counts, `n` and the column by default. Columns of one counter share it, and it stands for a
   * column of single integers of its name.
   */
  readonly counterName?: ((column: string) => string) | undefined;
  /** Of the branches that count. Default "int32"; the open data of ATLAS have "uint32". */
  readonly counterType?: "int32" | "uint32" | undefined;
  /** Of the branch of a field, `column_field` by default. */
  readonly fieldName?: ((column: string, field: string) => string) | undefined;
}

/**
 * The branches of a tree.
 * @throws UsageError when there are none, two have one name, or fields with and without `var` stand together
 */
export function planColumns(
  types: Readonly<Record<string, BranchType>>,
  tree: string,
  {
    counterName = (column) => `n${column}`,
    counterType = "int32",
    fieldName = (column, field) => `${column}_${field}`,
  }: BranchNaming,
): PlannedColumn[] {
  const columns = Object.entries(types).map(([name, type]) => {
    const record = typeof type !== "string";
    const parsed = (record ? Object.entries(type) : [["", type] as const]).map(
      ([field, one]) => [field, parseBranchType(one, `branch "${name}" of "${tree}"`)] as const,
    );
    const jagged = parsed.filter(([, one]) => one.jagged).length;
    const single = parsed.filter(([, one]) => !one.jagged && one.container === undefined).length;
    if (parsed.length === 0 || (jagged !== 0 && single !== 0)) {
      throw new UsageError(
        `"${name}" of "${tree}": all fields have lists of varying length (var), or none`,
      );
    }
    const counter = jagged === 0 ? undefined : counterName(name);
    const branches = parsed.map(([field, one]) => {
      const named = { ...one, name: record ? fieldName(name, field) : name };
      return [field, { ...named, counter: one.jagged ? counter : undefined }] as const;
    });
    return {
      name,
      record,
      counter: counter === undefined ? undefined : counterBranch(counter, counterType),
      branches: new Map(branches),
    };
  });
  shareCounters(columns);
  if (columns.length === 0) throw new UsageError(`the tree "${tree}" would have no branches`);
  const seen = new Set<string>();
  for (const { name } of columns.flatMap(branchesOf)) {
    if (name === "" || seen.has(name)) {
      throw new UsageError(`"${tree}" would have two branches "${name}", or one without a name`);
    }
    seen.add(name);
  }
  return columns;
}

/** Leaves each counter to the first column that has it; a column of its name has no branch of its own. */
function shareCounters(columns: PlannedColumn[]): void {
  const shared = new Set<string>();
  for (const [i, column] of columns.entries()) {
    const name = column.counter?.name;
    if (name === undefined) continue;
    if (shared.has(name)) columns[i] = { ...column, counter: undefined };
    shared.add(name);
  }
  for (const [i, column] of columns.entries()) {
    if (!shared.has(column.name) || !isInteger(column.branches.get(""))) continue;
    columns[i] = { ...column, branches: new Map(), counts: true };
  }
}

function isInteger(branch: PlannedBranch | undefined): boolean {
  if (branch === undefined || branch.jagged || branch.shape.length > 0) return false;
  return branch.container === undefined && /^u?int/.test(branch.dtype);
}

/** All of a column's branches, the counter first. */
export function branchesOf({ counter, branches }: PlannedColumn): PlannedBranch[] {
  return counter === undefined ? [...branches.values()] : [counter, ...branches.values()];
}

function counterBranch(name: string, dtype: DType): PlannedBranch {
  return { name, dtype, jagged: false, shape: [], counter: undefined };
}

/** A leaf's class, and the letter of its type in titles. */
export const leafTypes: Readonly<Record<DType | "string", readonly [string, string]>> = {
  bool: ["TLeafO", "O"],
  int8: ["TLeafB", "B"],
  uint8: ["TLeafB", "b"],
  int16: ["TLeafS", "S"],
  uint16: ["TLeafS", "s"],
  int32: ["TLeafI", "I"],
  uint32: ["TLeafI", "i"],
  int64: ["TLeafL", "L"],
  uint64: ["TLeafL", "l"],
  float32: ["TLeafF", "F"],
  float64: ["TLeafD", "D"],
  string: ["TLeafC", "C"],
};
