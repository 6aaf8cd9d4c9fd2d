export type { Argument, Result } from "./arguments.ts";
export { CompoundCorrection, type UpdateOperation } from "./compound-correction.ts";
export { Correction } from "./correction.ts";
export { CorrectionSet, type PayloadInput } from "./correction-set.ts";
export type { SchemaFault } from "./schema-check.ts";
export { type CorrectionSummary, type InputSummary, summarize } from "./summary.ts";
export type { Variable, VariableType } from "./variable.ts";
