export {
  Cutflow,
  type CutflowCounts,
  type CutflowEvents,
  type CutflowRow,
  NminusOne,
  type NminusOneCounts,
  type NpzOptions,
  type Passed,
} from "./cutflow.ts";
export { LumiData } from "./lumi-data.ts";
export { type LumiList, lumiList } from "./lumi-list.ts";
export { LumiMask, type LumiRanges } from "./lumi-mask.ts";
export { type CutflowOptions, type EventWeights, PackedSelection } from "./packed-selection.ts";
export {
  type PartialWeightOptions,
  type WeightStatistics,
  Weights,
  type WeightVariation,
  type WeightVariations,
} from "./weights.ts";
