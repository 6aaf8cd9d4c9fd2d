/** The names a first analysis needs; each folder's subpath has the rest. */
export * as ak from "./array/index.ts";
export * as corrections from "./corrections/index.ts";
export * from "./errors.ts";
export { Hist } from "./hist/index.ts";
export * as plot from "./plot/index.ts";
export {
  type Events,
  type Executor,
  type Fileset,
  IterativeExecutor,
  type Processor,
  run,
  runWithReport,
} from "./process/index.ts";
export { openRoot } from "./root/index.ts";
export { Weights } from "./selection/index.ts";
export * as vector from "./vector/index.ts";
export { dispose, keep, scope } from "./wasm/index.ts";
