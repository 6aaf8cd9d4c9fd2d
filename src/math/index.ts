export { cholesky, choleskyInverse, choleskySolve } from "./cholesky.ts";
export { type Eigen, symmetricEigen } from "./eigen.ts";
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
export { chi2Sf, erf, erfc, ndtr } from "./error-function.ts";
export { gammainc, gammaincc, gammainccinv, gammaincinv, gammaln } from "./gamma.ts";
export { ndtri } from "./normal.ts";
export { philox, RandomStream } from "./philox.ts";
export { randomPoisson } from "./poisson.ts";
export { findRoot } from "./root.ts";
