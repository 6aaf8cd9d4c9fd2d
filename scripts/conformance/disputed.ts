import type { Disputed } from "./report.ts";

/** Cases whose record is wrong, each with evidence that does not come from us. */
export const disputed: readonly Disputed[] = [];
