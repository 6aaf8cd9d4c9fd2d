import { type Layout, loaded } from "../../src/array/layout.ts";

const ITEMS = 8;
const FIELDS = 24;
const CHARACTERS = 200;
const BYTES = 64;

/** Entries as JSON values: lists cut to 8 items below the top, records to 24 fields. */
export function firstEntries(layout: Layout, n: number): unknown[] {
  return Array.from({ length: n }, (_, i) => entry(layout, i));
}

function entry(layout: Layout, i: number): unknown {
  const node = loaded(layout);
  switch (node.kind) {
    case "flat":
      return jsonValue(node.data.at(i));
    case "list": {
      const offsets = node.offsets.view();
      return range(node.content, offsets[i], offsets[i + 1]);
    }
    case "regular":
      return range(node.content, i * node.size, (i + 1) * node.size);
    case "record":
      if (node.tuple) return node.contents.slice(0, ITEMS).map((content) => entry(content, i));
      return Object.fromEntries(
        node.fields.slice(0, FIELDS).map((field, j) => [field, entry(node.contents[j], i)]),
      );
    case "option": {
      const at = node.index.view()[i];
      return at < 0 ? null : entry(node.content, at);
    }
    case "union":
      return entry(node.contents[node.tags.view()[i]], node.index.view()[i]);
    case "string": {
      const offsets = node.offsets.view();
      const bytes = node.data.view().slice(offsets[i], offsets[i + 1]);
      if (node.bytes) return { b64: Buffer.from(bytes.subarray(0, BYTES)).toString("base64") };
      return cut(new TextDecoder().decode(bytes));
    }
    case "empty":
      throw new Error("an element of an array without any");
    default:
      return node satisfies never;
  }
}

function range(content: Layout, start: number, stop: number): unknown[] {
  const n = Math.min(ITEMS, stop - start);
  return Array.from({ length: n }, (_, j) => entry(content, start + j));
}

/** Characters, not UTF-16 units. */
function cut(text: string): string {
  const characters = [...text];
  return characters.length <= CHARACTERS ? text : `${characters.slice(0, CHARACTERS).join("")}...`;
}

export function jsonValue(value: number | bigint | boolean): unknown {
  if (typeof value === "bigint") {
    const small = value <= 2n ** 53n && value >= -(2n ** 53n);
    return small ? Number(value) : String(value);
  }
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}
