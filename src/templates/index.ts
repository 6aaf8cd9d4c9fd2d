export type {
  FitResults,
  LimitResults,
  ModelPrediction,
  RankingResults,
  ScanResults,
  SignificanceResults,
} from "./results.ts";
