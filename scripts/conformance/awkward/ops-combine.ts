import type { Operations } from "./call.ts";

/** Combinations, orders and products. */
export const combine: Operations = {};
