export { exp, log, log1p, log10, pow } from "./exponential.ts";
export { gammainc, gammaincc, gammainccinv, gammaincinv, gammaln } from "./gamma.ts";
export { ndtri } from "./normal.ts";
export { atan, atan2, cos, sin, tan } from "./trigonometry.ts";
