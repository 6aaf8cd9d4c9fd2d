export {
  exp as hepwasm_exp,
  log as hepwasm_log,
  log1p as hepwasm_log1p,
  log10 as hepwasm_log10,
  pow as hepwasm_pow,
} from "../../src/math/exponential.ts";
export {
  atan as hepwasm_atan,
  atan2 as hepwasm_atan2,
  cos as hepwasm_cos,
  sin as hepwasm_sin,
  tan as hepwasm_tan,
} from "../../src/math/trigonometry.ts";
