export { asinh, atan2, cos, cosh, exp, log, log1p, sin, sinh, tan } from "./elementary.ts";
export { log10, pow } from "./exponential.ts";
export { gammainc, gammaincc, gammainccinv, gammaincinv, gammaln } from "./gamma.ts";
export { ndtri } from "./normal.ts";
export { atan } from "./trigonometry.ts";
