export type { Argument, Result } from "./arguments.ts";
export { CompoundCorrection, type UpdateOperation } from "./compound-correction.ts";
export { Correction } from "./correction.ts";
export { type CompoundCorrections, CorrectionSet, type PayloadInput } from "./correction-set.ts";
export { denseLookup, type NestedNumbers } from "./dense-lookup.ts";
export { readEffectiveAreaText } from "./effective-area.ts";
export type { EfficiencyHistograms } from "./efficiency-histograms.ts";
export {
  EgammaCalibrationAndSmearingTool,
  type EgammaCalibrationProperties,
} from "./egamma-calibration.ts";
export type { DecorrelationModel } from "./egamma-payload.ts";
export {
  AsgElectronEfficiencyCorrectionTool,
  type CorrelationModel,
  type ElectronEfficiencyProperties,
} from "./electron-efficiency.ts";
export { type JecTextOptions, readJecText, readJersfText, readJuncText } from "./jec-text.ts";
export {
  CorrectedJetsFactory,
  type Evaluated,
  type JetStack,
  type SmearOptions,
} from "./jet-stack.ts";
export { jetStackOfTexts } from "./jet-stack-texts.ts";
export { type JetUncertaintiesProperties, JetUncertaintiesTool } from "./jet-uncertainties.ts";
export { CorrectedMETFactory, type Type1Inputs } from "./met-factory.ts";
export {
  MuonCalibrationAndSmearingTool,
  type MuonCalibrationProperties,
} from "./muon-calibration.ts";
export { type MuonEfficiencyProperties, MuonEfficiencyScaleFactors } from "./muon-efficiency.ts";
export { type PileupReweightingProperties, PileupReweightingTool } from "./pileup-reweighting.ts";
export type { OutsideRule } from "./scale-factors.ts";
export type { SchemaFault } from "./schema-check.ts";
export { type CorrectionSummary, type InputSummary, summarize } from "./summary.ts";
export {
  type CallOptions,
  type ColumnarTool,
  type ColumnDeclaration,
  type EvaluateOptions,
  STATUS,
  type ToolClass,
  type ToolProperties,
} from "./tool.ts";
export type { ColumnValues, OffsetValues } from "./tool-arguments.ts";
export type { PayloadInputs, ToolPayloadInput } from "./tool-payload.ts";
export { firstNormals, firstUniforms, smearingSeeds } from "./trandom3.ts";
export type { Type1Options } from "./type1-met.ts";
export type { Variable, VariableType } from "./variable.ts";
export type { VariationKeys } from "./variation-keys.ts";
export { variations } from "./variations.ts";
