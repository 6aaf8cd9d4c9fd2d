export {
  asinh,
  atan,
  atan2,
  cos,
  cosh,
  exp,
  log,
  log1p,
  log10,
  pow,
  sin,
  sinh,
  tan,
} from "./elementary.ts";
export { gammainc, gammaincc, gammainccinv, gammaincinv, gammaln } from "./gamma.ts";
export { ndtri } from "./normal.ts";
