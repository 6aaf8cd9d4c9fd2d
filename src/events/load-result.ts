import { AwkwardArray, AwkwardRecord } from "../array/array.ts";
import { type Layout, type LoadedLayout, loaded } from "../array/layout.ts";
import { loadInPlace } from "../array/load.ts";
import { eachHolder } from "../wasm/scope.ts";
import { EVENTS } from "./build.ts";

/**
 * Loads the arrays in what `NanoEvents.load` returns, found as `scope` finds what it keeps. Fields of
 * whole events stay as they are: a file has a thousand columns, and few of them are meant.
 *
 * @param pending  gets the columns that are not read yet, all that one pass can find
 * @throws NotLoadedError when there are some; what loading throws
 */
export function loadResult(value: unknown, pending: ReadonlySet<string>): void {
  let unread: unknown;
  const visit = (part: Layout): LoadedLayout | undefined => {
    try {
      const now = loaded(part);
      return now.kind === "record" && now.name === EVENTS ? undefined : now;
    } catch (error) {
      if (pending.size === 0) throw error;
      unread ??= error;
      return undefined;
    }
  };
  eachHolder(value, (holder) => {
    if (holder instanceof AwkwardArray) loadInPlace(holder.layout, visit);
    else if (holder instanceof AwkwardRecord) loadInPlace(holder.array.layout, visit);
  });
  if (unread !== undefined) throw unread;
}
