export type { ContourPoint } from "./contour.ts";
export { Minuit } from "./minuit.ts";
export type {
  GridOptions,
  MinuitFunction,
  MinuitGradient,
  MinuitOptions,
  Profile,
  Strategy,
} from "./minuit-input.ts";
export type { FunctionMinimum, MinosError, ParameterState } from "./minuit-state.ts";
export { newton } from "./newton.ts";
export type { NewtonOptions, NewtonResult, NewtonStatus } from "./newton-result.ts";
export type { Objective } from "./objective.ts";
export { ParameterMatrix } from "./parameter-matrix.ts";
export type { Limits } from "./transform.ts";
export type { View } from "./views.ts";
