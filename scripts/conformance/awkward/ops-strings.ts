import type { Operations } from "./call.ts";

/** Operations on text. */
export const strings: Operations = {};
