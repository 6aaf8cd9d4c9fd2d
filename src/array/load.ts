import { isLeaf, type Layout, type LoadedLayout, loaded, unreachable } from "./layout.ts";

/** Everything in memory, but for the fields of records, so that no later step loads. */
export function loadDeep(layout: Layout): LoadedLayout {
  const now = loaded(layout);
  if (isLeaf(now) || now.kind === "record") return now;
  if (now.kind === "list") {
    const { offsets, content, parameters, width, scattered } = now;
    return { kind: "list", offsets, content: loadDeep(content), parameters, width, scattered };
  }
  return { ...now, content: loadDeep(now.content) };
}

/** Everything in memory, the fields of records too. */
export function loadAll(layout: Layout): LoadedLayout {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
      return now;
    case "union":
      return { ...now, contents: now.contents.map(loadAll) };
    case "record":
      return { ...now, contents: now.contents.map(loadAll) };
    case "list": {
      const { offsets, content, parameters, width, scattered } = now;
      return { kind: "list", offsets, content: loadAll(content), parameters, width, scattered };
    }
    case "regular":
    case "option":
      return { ...now, content: loadAll(now.content) };
    default:
      return unreachable(now);
  }
}

/**
 * Loads what is lazy where it stands, the fields of records too: the layout itself needs nothing more.
 *
 * @param visit  loads one part; what it gives `undefined` for is left as it is
 */
export function loadInPlace(
  layout: Layout,
  visit: (part: Layout) => LoadedLayout | undefined = loaded,
): void {
  const now = visit(layout);
  if (now === undefined) return;
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
      return;
    case "record":
    case "union":
      for (const content of now.contents) loadInPlace(content, visit);
      return;
    case "list":
    case "regular":
    case "option":
      loadInPlace(now.content, visit);
      return;
    default:
      unreachable(now);
  }
}
