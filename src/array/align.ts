import { type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { isScalar, type Scalar } from "./promote.ts";

/**
 * NumPy's rule, which Awkward follows where no list varies in length: missing outer dimensions are
 * dimensions of one.
 */
export function alignRegular(
  inputs: readonly (LoadedLayout | Scalar)[],
): readonly (LoadedLayout | Scalar)[] {
  const arrays = inputs.filter((input): input is LoadedLayout => !isScalar(input));
  // Strings are lists here, too.
  if (!arrays.some((one) => one.kind === "list" || one.kind === "regular" || one.kind === "string"))
    return inputs;
  const deepest = Math.max(...arrays.map(depthOfLists));
  if (!(deepest > 0 && arrays.every(isRegular))) return inputs;
  return inputs.map((input) => {
    if (isScalar(input)) return input;
    let now: LoadedLayout = input;
    for (let have = depthOfLists(input); have < deepest; have++) {
      now = { kind: "regular", size: 1, length: lengthOf(now), content: now };
    }
    return now;
  });
}

/** Dimensions; those of records and text count as one; -1 where values of several types differ. */
function depthOfLists(layout: Layout): number {
  const now = loaded(layout);
  if (now.kind === "option") return depthOfLists(now.content);
  if (now.kind === "list" || now.kind === "regular") return 1 + depthOfLists(now.content);
  if (now.kind !== "union") return 1;
  const depths = now.contents.map(depthOfLists);
  return depths.every((depth) => depth === depths[0]) ? depths[0] : -1;
}

/** Whether no list varies in length, outside of records. */
function isRegular(layout: Layout): boolean {
  const now = loaded(layout);
  if (now.kind === "list" || now.kind === "string") return false;
  if (now.kind === "regular" || now.kind === "option") return isRegular(now.content);
  return now.kind !== "union" || now.contents.every(isRegular);
}
