import { type ProgressDisplay, progressDisplay } from "../process/progress.ts";
import type { Output } from "./output.ts";

/** Shows progress on standard error; `undefined` when it is to be quiet. */
export function displayOn(output: Output, quiet: boolean): ProgressDisplay | undefined {
  return progressDisplay(!quiet, {
    write: (text) => output.err(text),
    isTTY: output.errWidth !== undefined,
    columns: output.errWidth,
  });
}
