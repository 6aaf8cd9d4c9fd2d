export { asinh, atan2, cos, cosh, exp, log, log1p, sin, sinh, tan } from "./elementary.ts";
