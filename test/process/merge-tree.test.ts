import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MergeTree } from "../../src/process/merge-tree.ts";

const nest = (left: string, right: string): string => `(${left}${right})`;

function treeOf(count: number, order: readonly number[]): string {
  const tree = new MergeTree<string>(count, nest);
  for (const i of order) tree.put(i, String.fromCharCode(97 + i));
  return tree.result;
}

/** [first, stop) split at the largest power of two below its length. */
function definition(first: number, stop: number): string {
  if (stop - first === 1) return String.fromCharCode(97 + first);
  let half = 1;
  while (half * 2 < stop - first) half *= 2;
  return nest(definition(first, first + half), definition(first + half, stop));
}

describe("MergeTree", () => {
  it("merges pairs, pairs of pairs, and what is left at the end", () => {
    expect(treeOf(1, [0])).toBe("a");
    expect(treeOf(3, [0, 1, 2])).toBe("((ab)c)");
    expect(treeOf(5, [0, 1, 2, 3, 4])).toBe("(((ab)(cd))e)");
    expect(treeOf(7, [6, 5, 4, 3, 2, 1, 0])).toBe("(((ab)(cd))((ef)g))");
  });

  it("tells the chunks that a merge spans", () => {
    const spans: string[] = [];
    const tree = new MergeTree<number>(5, (left, right, first, stop) => {
      spans.push(`${first}-${stop}`);
      return left + right;
    });
    for (let i = 0; i < 5; i++) tree.put(i, 1);
    expect(tree.result).toBe(5);
    expect(spans).toEqual(["0-2", "2-4", "0-4", "0-5"]);
  });

  it("holds at most about log2(n) results when chunks come in order", () => {
    const tree = new MergeTree<number>(1000, (left, right) => left + right);
    let most = 0;
    for (let i = 0; i < 1000; i++) {
      tree.put(i, 1);
      most = Math.max(most, tree.held().length);
    }
    expect(tree.result).toBe(1000);
    expect(most).toBeLessThanOrEqual(10);
  });

  it("refuses a chunk twice, a chunk that is not there, and a result before its time", () => {
    const tree = new MergeTree<number>(2, (left, right) => left + right);
    tree.put(0, 1);
    expect(() => tree.put(0, 1)).toThrow("chunk 0 of 2");
    expect(() => tree.put(2, 1)).toThrow("chunk 2 of 2");
    expect(() => tree.result).toThrow("1 of 2 chunks are missing");
  });

  it("takes the sums that parts of a run leave behind, wherever it was cut", () => {
    const cuts = fc.tuple(
      fc.integer({ min: 1, max: 26 }),
      fc.array(fc.integer({ min: 1, max: 25 })),
    );
    fc.assert(
      fc.property(cuts, ([count, given]) => {
        const edges = [0, ...given.filter((cut) => cut < count).sort((a, b) => a - b), count];
        const whole = new MergeTree<string>(count, nest);
        for (let part = edges.length - 1; part > 0; part--) {
          const tree = new MergeTree<string>(count, nest);
          for (let i = edges[part - 1]!; i < edges[part]!; i++) {
            tree.put(i, String.fromCharCode(97 + i));
          }
          for (const { index, width, value } of tree.nodes()) whole.put(index, value, width);
        }
        expect(whole.result).toBe(definition(0, count));
      }),
    );
    const tree = new MergeTree<string>(4, nest);
    expect(() => tree.put(1, "a", 2)).toThrow("chunk 1 of 4");
  });

  it("has the shape of its definition for any number of chunks and order of completion", () => {
    const orders = fc
      .integer({ min: 1, max: 40 })
      .chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n }));
    fc.assert(
      fc.property(orders, (order) => {
        expect(treeOf(order.length, order)).toBe(definition(0, order.length));
      }),
    );
  });

  it("gives floating sums the same bits for any order of completion", () => {
    const values = Array.from({ length: 37 }, (_, i) => 0.1 * ((i * 7919) % 37) ** 3);
    const sum = (order: number[]): number => {
      const tree = new MergeTree<number>(values.length, (left, right) => left + right);
      for (const i of order) tree.put(i, values[i]);
      return tree.result;
    };
    const inOrder = [...values.keys()];
    const expected = sum(inOrder);
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: 37, maxLength: 37 }), (order) => {
        expect(Object.is(sum(order), expected)).toBe(true);
      }),
    );
  });
});
