import { NotFoundError, UsageError } from "../errors.ts";
import { type Layout, loaded, nameOf, unreachable } from "./layout.ts";
import { unionOf } from "./merge.ts";
import { tidy } from "./share.ts";

/**
 * The column of one field; through lists, the lists of the field.
 * @throws NotFoundError with the nearest field name
 * @see awkward.contents.Content._getitem_field
 */
export function fieldOf(layout: Layout, name: string): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "record": {
      const at = now.fields.indexOf(name);
      if (at < 0) throw new NotFoundError("field", name, now.fields, "this array");
      return now.contents[at];
    }
    case "list":
      return { kind: "list", offsets: now.offsets, content: fieldOf(now.content, name) };
    case "regular":
    case "option":
      return { ...now, parameters: undefined, content: fieldOf(now.content, name) };
    case "union": {
      const contents = now.contents.map((content) => fieldOf(content, name));
      return tidy(() => unionOf({ ...now, contents }));
    }
    case "flat":
    case "string":
    case "empty":
      throw new NotFoundError("field", name, [], `an array of ${nameOf(now)}`);
    default:
      return unreachable(now);
  }
}

/**
 * Records of some of the fields, in the order asked for, without the name of the records.
 *
 * @param inner  fields of the fields that are taken in turn
 * @throws NotFoundError with the nearest field name
 * @see awkward.contents.Content._getitem_fields
 */
export function fieldsOfLayout(
  layout: Layout,
  names: readonly string[],
  inner: readonly (string | readonly string[])[] = [],
): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "record": {
      const contents = names.map((name) => innerFields(fieldOf(now, name), inner));
      const fields = now.tuple ? names.map((_, i) => String(i)) : names;
      const { length, tuple } = now;
      return { kind: "record", fields, contents, length, tuple };
    }
    case "list": {
      const content = fieldsOfLayout(now.content, names, inner);
      return { kind: "list", offsets: now.offsets, content };
    }
    case "regular":
    case "option":
      return { ...now, parameters: undefined, content: fieldsOfLayout(now.content, names, inner) };
    case "union": {
      const contents = now.contents.map((content) => fieldsOfLayout(content, names, inner));
      return tidy(() => unionOf({ ...now, contents }));
    }
    default:
      if (names.length > 0) {
        throw new NotFoundError("field", names[0], [], `an array of ${nameOf(now)}`);
      }
      throw new UsageError(`${nameOf(now)} have no fields`);
  }
}

function innerFields(layout: Layout, inner: readonly (string | readonly string[])[]): Layout {
  const [head, ...tail] = inner;
  if (head === undefined) return layout;
  if (typeof head === "string") return innerFields(fieldOf(layout, head), tail);
  return fieldsOfLayout(layout, head, tail);
}
