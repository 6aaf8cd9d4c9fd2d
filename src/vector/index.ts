export { behaviors } from "./behavior.ts";
export { sum } from "./sum.ts";
export { type Momentum4D, type Vector4D, zip } from "./zip.ts";
