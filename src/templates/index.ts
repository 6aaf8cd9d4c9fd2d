export { asimovParameters, prefitUncertainties } from "../stats/index.ts";
export { type BuildOptions, build } from "./build.ts";
export { type CollectOptions, collect, type TemplateProgress } from "./collect.ts";
export type {
  ConfigSpec,
  GeneralSpec,
  Names,
  NormFactorSpec,
  RegionSpec,
  SampleSpec,
  SmoothingSpec,
  SystematicSpec,
  VariationSpec,
} from "./config-spec.ts";
export {
  type Configuration,
  type ConfigurationOptions,
  load,
  parse,
  validate,
} from "./configuration.ts";
export type { Side } from "./contains.ts";
export {
  type FitOptions,
  type FitSettingsOptions,
  fit,
  type LimitOptions,
  limit,
  type RankingOptions,
  ranking,
  type ScanOptions,
  type SignificanceOptions,
  scan,
  significance,
} from "./fit.ts";
export type { MinuitSettings } from "./minuit-fit.ts";
export {
  type AsimovOptions,
  asimovData,
  type ModelAndDataOptions,
  matchFitResults,
  modelAndData,
  type PredictionOptions,
  prediction,
  unconstrainedParameterCount,
  type YieldStdev,
  yieldStdev,
} from "./model.ts";
export { type PostprocessOptions, postprocess } from "./postprocess.ts";
export type {
  FitResults,
  LimitResults,
  ModelPrediction,
  RankingResults,
  ScanResults,
  SignificanceResults,
} from "./results.ts";
export {
  loadResults,
  type ResultKind,
  type Results,
  resultsFromJson,
  resultsToJson,
  saveResults,
} from "./results-json.ts";
export { type Route, Router, type TemplateBuilder } from "./route.ts";
export { smooth353qhTwice } from "./smooth.ts";
export { restore, save, saveRoot, toUhiText } from "./store.ts";
export { formatTable, type TableFormat, type TextTable } from "./tables/format.ts";
export { type YieldsOptions, type YieldsTables, yieldsTables } from "./tables/yields.ts";
export { fromHist, type Template, toHist } from "./template.ts";
export type { TemplateSet } from "./template-set.ts";
export * as workspace from "./workspace.ts";
