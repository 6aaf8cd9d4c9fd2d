export {
  AsymptoticCalculator,
  type AsymptoticOptions,
  type AsymptoticTest,
  generateAsimovData,
  type PValues,
} from "./asymptotic.ts";
export type { Join } from "./combine.ts";
export type { ModelConfig, ModifierSettings } from "./config.ts";
export { type DigestAlgorithm, digest } from "./digest.ts";
export type { Pruning, Renaming } from "./edit.ts";
export {
  type FitOptions,
  FitResult,
  type FitSettings,
  fit,
  fixedPoiFit,
  twiceNll,
} from "./fit.ts";
export { goodnessOfFit } from "./goodness.ts";
export {
  type HypoTestResult,
  hypotest,
  type UpperLimit,
  type UpperLimitOptions,
  upperLimit,
} from "./hypotest.ts";
export {
  type MinosInterval,
  minosInterval,
  type Significance,
  significance,
} from "./intervals.ts";
export { applyPatch, type PatchOperation } from "./json-patch.ts";
export type { Likelihood } from "./likelihood.ts";
export { Model, type ModelOptions, type Values } from "./model.ts";
export type { Constraint, ParameterSet } from "./parameters.ts";
export { Patch, PatchSet } from "./patchset.ts";
export {
  asimovParameters,
  type ChannelPrediction,
  type Prediction,
  predictionAt,
  prefitUncertainties,
} from "./prediction.ts";
export { type Impact, type RankedFit, type RankingOptions, ranking } from "./ranking.ts";
export { readXml, type XmlFiles } from "./read-xml.ts";
export { sampleToy } from "./sampling.ts";
export { checkModelSpec, checkWorkspaceSpec } from "./schema.ts";
export { correlatedBackground, uncorrelatedBackground } from "./simple-models.ts";
export type {
  Channel,
  Measurement,
  ModelSpec,
  Modifier,
  ModifierType,
  Observation,
  ParameterSpec,
  Sample,
  WorkspaceSpec,
} from "./spec.ts";
export {
  q0,
  qmu,
  qmuTilde,
  type TestStatistic,
  type TestStatisticFunction,
  type TestStatisticKind,
  tmu,
  tmuTilde,
} from "./test-statistic.ts";
export { type ToyThreadOptions, throwToysOnThreads } from "./toy-threads.ts";
export {
  hypotestToys,
  mergeToys,
  type ToyOptions,
  type ToySample,
  type ToyTest,
  throwToys,
  toyTest,
} from "./toys.ts";
export { Workspace, type WorkspaceModelOptions } from "./workspace.ts";
export { writeXml, type XmlNames } from "./write-xml.ts";
