import { type FlatLayout, type Layout, loaded, type RecordLayout } from "./layout.ts";

/**
 * Whether the elements of two arrays are of one type, so that they can lie in one array without a
 * union: numbers of any dtype, lists of them, records of the same fields.
 *
 * @param mergebool  whether booleans are numbers
 * @see awkward.contents.Content._mergeable_next
 */
export function mergeable(one: Layout, two: Layout, mergebool: boolean): boolean {
  const [a, b] = [loaded(one), loaded(two)];
  if (a.kind === "empty" || a.kind === "union" || b.kind === "empty" || b.kind === "union") {
    return true;
  }
  if (a.kind === "option") {
    return mergeable(a.content, b.kind === "option" ? b.content : b, mergebool);
  }
  if (b.kind === "option") return mergeable(a, b.content, mergebool);
  switch (a.kind) {
    case "flat":
      return b.kind === "flat" && sameText(a, b) && areNumbers(a, b, mergebool);
    case "string":
      return b.kind === "string" && (a.bytes ?? false) === (b.bytes ?? false);
    case "list":
    case "regular":
      return (
        (b.kind === "list" || b.kind === "regular") && mergeable(a.content, b.content, mergebool)
      );
    case "record":
      return b.kind === "record" && areAlike(a, b, mergebool);
    default:
      return a satisfies never;
  }
}

function sameText(a: FlatLayout, b: FlatLayout): boolean {
  return (a.parameters?.__array__ ?? null) === (b.parameters?.__array__ ?? null);
}

function areNumbers(a: FlatLayout, b: FlatLayout, mergebool: boolean): boolean {
  const bools = Number(a.data.dtype === "bool") + Number(b.data.dtype === "bool");
  return bools !== 1 || mergebool;
}

function areAlike(a: RecordLayout, b: RecordLayout, mergebool: boolean): boolean {
  if (a.name !== b.name || (a.tuple ?? false) !== (b.tuple ?? false)) return false;
  if (a.fields.length !== b.fields.length) return false;
  return a.fields.every((field, i) => {
    const at = b.fields.indexOf(field);
    return at >= 0 && mergeable(a.contents[i], b.contents[at], mergebool);
  });
}
