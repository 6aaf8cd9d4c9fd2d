import fc from "fast-check";

/** Lists of doubles, NaN and infinities among them; at least one list, so that they are lists. */
export const jaggedNumbers: fc.Arbitrary<number[][]> = fc.array(
  fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }).map(Number)), { maxLength: 20 }),
  { minLength: 1, maxLength: 40 },
);

/** Jagged numbers with one boolean per list. */
export const maskedLists: fc.Arbitrary<{ lists: number[][]; mask: boolean[] }> =
  jaggedNumbers.chain((lists) =>
    fc
      .array(fc.boolean(), { minLength: lists.length, maxLength: lists.length })
      .map((mask) => ({ lists, mask })),
  );
