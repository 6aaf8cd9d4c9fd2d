import { type Layout, lengthOf, loaded } from "../../src/array/layout.ts";

/** Throws where the parts of a layout contradict each other: kernels would leave their columns. */
export function checkLayout(layout: Layout): void {
  const node = loaded(layout);
  switch (node.kind) {
    case "flat":
    case "empty":
      return;
    case "list":
      checkOffsets(node.offsets.view() as Int32Array, lengthOf(node.content));
      checkLayout(node.content);
      return;
    case "string":
      checkOffsets(node.offsets.view() as Int32Array, node.data.length);
      return;
    case "regular":
      if (node.size * node.length > lengthOf(node.content)) {
        throw new Error(`${node.length} times ${node.size} of ${lengthOf(node.content)}`);
      }
      checkLayout(node.content);
      return;
    case "option":
      checkIndex(node.index.view() as Int32Array, lengthOf(node.content));
      checkLayout(node.content);
      return;
    case "union": {
      const tags = node.tags.view() as Int8Array;
      const index = node.index.view() as Int32Array;
      for (const [i, tag] of tags.entries()) {
        const content = node.contents[tag];
        if (content === undefined || !(index[i] >= 0 && index[i] < lengthOf(content))) {
          throw new Error(`union entry ${i} is ${index[i]} of kind ${tag}`);
        }
      }
      for (const content of node.contents) checkLayout(content);
      return;
    }
    case "record":
      for (const content of node.contents) {
        if (lengthOf(content) < node.length) throw new Error("a field is shorter than its record");
        checkLayout(content);
      }
      return;
    default:
      node satisfies never;
  }
}

function checkOffsets(offsets: Int32Array, length: number): void {
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (!(offsets[i] >= 0 && offsets[i] <= offsets[i + 1])) {
      throw new Error(`list ${i} from ${offsets[i]} to ${offsets[i + 1]}`);
    }
  }
  if (offsets[offsets.length - 1] > length) {
    throw new Error(`lists to ${offsets[offsets.length - 1]} of ${length}`);
  }
}

function checkIndex(index: Int32Array, length: number): void {
  for (const [i, at] of index.entries()) {
    if (at >= length) throw new Error(`entry ${i} is ${at} of ${length}`);
  }
}
