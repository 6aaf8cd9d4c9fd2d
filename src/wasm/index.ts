export {
  type AnyColumn,
  Column,
  columnFrom,
  columnOf,
  reserve,
} from "./column.ts";
export type { DType, TypedArray, TypedArrays } from "./dtype.ts";
export { type MemoryUsage, memoryUsage, setSoftMemoryLimit } from "./memory.ts";
export { type ColumnHolder, dispose, keep, scope } from "./scope.ts";
