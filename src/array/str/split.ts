import { DTypeError, UsageError } from "../../errors.ts";
import { reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { AwkwardArray, checkArray } from "../array.ts";
import { asList } from "../axis.ts";
import { loaded } from "../layout.ts";
import { loadAll } from "../load.ts";
import { knownOptions } from "../option-names.ts";
import { changeWithin } from "../walk.ts";
import { applyToText, builtText, bytesOf, partsOf } from "./apply.ts";

/** Options of {@link splitPattern}. */
export interface SplitOptions {
  /** How often each text is split; as often as it can be by default. */
  readonly maxSplits?: number | null | undefined;
  /** Whether splits count from the end (false). */
  readonly reverse?: boolean | undefined;
}

/**
 * The parts of each text between the occurrences of a pattern, as lists.
 *
 * @throws UsageError for an empty pattern
 * @see awkward.str.split_pattern
 */
export function splitPattern(
  array: AwkwardArray,
  pattern: string,
  options: SplitOptions = {},
): AwkwardArray {
  const { maxSplits, reverse = false } = knownOptions(
    options,
    ["maxSplits", "reverse"],
    "str.splitPattern",
  );
  if (pattern === "") throw new UsageError("str.splitPattern takes a pattern that is not empty");
  const most = maxSplits ?? -1;
  return applyToText(array, "splitPattern", (text, n) => {
    const bytes = bytesOf(pattern);
    const lists = reserve("int32", n + 1);
    const split = (starts: typeof lists, stops: typeof lists, find: boolean): void =>
      kernels.array_text_split(
        text.offsets.address,
        text.data.address,
        bytes.address,
        bytes.length,
        most < 0 ? 2 ** 31 - 1 : most,
        Number(reverse),
        lists.address,
        find ? (0 as typeof starts.address) : starts.address,
        stops.address,
        n,
      );
    split(lists, lists, true);
    const parts = lists.view()[n];
    const [starts, stops] = [reserve("int32", parts), reserve("int32", parts)];
    split(starts, stops, false);
    return { kind: "list", offsets: lists, content: partsOf(text, starts, stops) };
  });
}

/**
 * The texts of each list as one, with a separator between.
 *
 * @throws DTypeError where there are no lists of text
 * @see awkward.str.join
 */
export function join(array: AwkwardArray, separator: string): AwkwardArray {
  checkArray(array, "str.join");
  const layout = loadAll(array.layout);
  return scope(() => {
    const between = bytesOf(separator);
    let found = false;
    const made = changeWithin(layout, (now) => {
      if (now.kind !== "list" && now.kind !== "regular") return undefined;
      const text = loaded(now.content);
      if (text.kind !== "string") return undefined;
      found = true;
      const { offsets } = asList(now);
      const n = offsets.length - 1;
      return builtText(text, n, (to, out) =>
        kernels.array_text_join(
          offsets.address,
          text.offsets.address,
          text.data.address,
          between.address,
          between.length,
          to,
          out,
          n,
        ),
      );
    });
    if (!found) throw new DTypeError("str.join takes lists of text");
    return new AwkwardArray(made, { metadata: array.metadata });
  });
}
