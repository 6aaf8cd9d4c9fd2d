import type { Disputed } from "../report.ts";
import type { Line } from "./call.ts";

// Where records of Awkward are wrong, whatever the values. Each rule finds in the record itself that
// it cannot be right and names the fault, whose reason and evidence stand at the end.

/** The fault of a record, if it shows one; asked only of cases where we differ. */
export function faultOf({ op, kwargs, arrays, result }: Line): string | undefined {
  const { error, message = "" } = result;
  if (error !== undefined && op === "getitem" && /be a non-negative integer.*not -/.test(message)) {
    return NEGATIVE_LENGTH;
  }
  if (error === "IndexError" && op === "str.is_in") return NOT_FOUND;
  if (error !== undefined && /^cannot reshape array of size 0 into/.test(message)) return RESHAPE;
  if (arrays.length !== 1) return undefined;
  const [{ type, list }] = arrays;
  const depth = type.split(/[{(]|union/)[0].split("*").length - 1;
  const axis = Number(kwargs.axis ?? (op.includes("sort") ? -1 : 1));
  const level = axis < 0 ? depth + axis : axis;
  switch (op) {
    case "sort":
    case "argsort": {
      if (type.includes("option[var") && count(result.list) > count(list)) return LOST_LISTS;
      const text = op === "argsort" && type.includes("string");
      return text && misplaced(list, result.list, level) ? TEXT_PLACES : undefined;
    }
    case "argcombinations":
      return axis < 0 && level >= 0 && level < depth - 1 ? OTHER_AXIS : undefined;
    case "pad_none":
      return movesMissing(list, result.list, level) ? MOVED_LISTS : undefined;
    case "softmax":
      return isNoSoftmax(result.list) ? WRONG_PARTS : undefined;
    case "concatenate": {
      const lost = level > 0 && list.length > 0 && Array.isArray(result.list);
      return lost && result.list.length === 0 ? LOST_LENGTH : undefined;
    }
    case "firsts":
      return type.includes("string") && result.type?.includes("char") ? LETTERS : undefined;
    default:
      return undefined;
  }
}

const LOST_LISTS = "sorts lose lists that stand after missing ones";
const TEXT_PLACES = "argsort of text gives places of other elements";
const OTHER_AXIS = "argcombinations takes another axis";
const MOVED_LISTS = "pad_none misses other lists than its array";
const WRONG_PARTS = "softmax of a square array divides by sums of other rows";
const NEGATIVE_LENGTH = "ranges that end before they begin make a negative length";
const NOT_FOUND = "str.is_in looks for missing text behind its values";
const RESHAPE = "nothing is not reshaped to nothing";
const LOST_LENGTH = "concatenate forgets how many lists of no elements there are";
const LETTERS = "firsts gives the first byte of text";

/** Whether lists outside of the axis are missing in one of two and not in the other. */
function movesMissing(before: unknown, after: unknown, level: number): boolean {
  if (level <= 0 || !Array.isArray(before) || !Array.isArray(after)) return false;
  return before.some(
    (one, i) => (one === null) !== (after[i] === null) || movesMissing(one, after[i], level - 1),
  );
}

/** Whether the numbers of an innermost list do not sum to 1. */
function isNoSoftmax(list: unknown): boolean {
  if (!Array.isArray(list)) return false;
  const numbers = list.filter((one): one is number => typeof one === "number");
  if (numbers.length === 0) return list.some(isNoSoftmax);
  return Math.abs(numbers.reduce((a, b) => a + b, 0) - 1) > 1e-3;
}

/** Number of missing values. */
function count(value: unknown): number {
  if (value === null) return 1;
  return Array.isArray(value) ? value.reduce((sum, one) => sum + count(one), 0) : 0;
}

/** Whether places stand twice in a list, or name a list that has no element at that position. */
function misplaced(text: unknown, places: unknown, level: number): boolean {
  if (!Array.isArray(text) || !Array.isArray(places)) return false;
  if (level > 0) return text.some((one, i) => misplaced(one, places[i], level - 1));
  if (!places.some(Array.isArray)) return new Set(places).size < places.length;
  const columns = new Map<number, Set<unknown>>();
  return places.some((row) => {
    if (!Array.isArray(row)) return false;
    return row.some((place, j) => {
      const column = columns.get(j) ?? new Set();
      columns.set(j, column);
      const other = text[Number(place)];
      const wrong = column.has(place) || !Array.isArray(other) || other.length <= j;
      column.add(place);
      return wrong;
    });
  });
}

/** The faults, with what shows them. */
export const faults: readonly Disputed[] = [
  {
    kind: "awkward",
    case: LOST_LISTS,
    reason:
      "IndexedOptionArray._sort_next applies two indexes one after the other, of which the first " +
      "already moved the missing lists behind the others of their list",
    evidence:
      "ak.sort([[None, [3, 1]], [[2, 0], [9, 8]]], axis=-1) gives [[None, [1, 3]], [None, [0, 2]]]: " +
      "[9, 8] is gone, and a list is missing where none was; a case is disputed only where its record " +
      "has more missing values than its array",
  },
  {
    kind: "awkward",
    case: TEXT_PLACES,
    reason:
      "ListOffsetArray._argsort_next ignores, for strings, which elements were left out or moved; for " +
      "numbers it does not",
    evidence:
      "ak.argsort(['c', None, 'b']) gives [1, 0, 1] and ak.argsort([3, None, 2]) gives [2, 0, 1]; a case " +
      "is disputed only where a place stands twice in its record, or belongs to a list without such " +
      "an element",
  },
  {
    kind: "awkward",
    case: OTHER_AXIS,
    reason:
      "ak.argcombinations counts a negative axis anew in ak.local_index(array, axis), which is less deep " +
      "than the array",
    evidence:
      "ak.argcombinations(x, 2, axis=-2) of 5 * var * var * int64 combines the lists of the outermost " +
      "axis, and of 5 * var * int64 there is no axis=-2; ak.combinations(x, 2, axis=-2) takes the lists of " +
      "one level more, as both do with axis=1 and axis=0",
  },
  {
    kind: "awkward",
    case: MOVED_LISTS,
    reason:
      "ByteMaskedArray._pad_none hands a mask of what is missing to a kernel together with `valid_when`, " +
      "so that what is there counts as missing",
    evidence:
      "ak.pad_none of [[0, -1], [-1], None, None, [0, 5, -4, 3]] gives [None, None, [0, -1, None], " +
      "[-1, None, None], None] from a ByteMaskedArray, and misses the lists it should from an " +
      "IndexedOptionArray of the same values",
  },
  {
    kind: "awkward",
    case: WRONG_PARTS,
    reason:
      "ak.softmax divides by a sum without keepdims, which NumPy's broadcasting of regular arrays puts " +
      "beside the columns: where there are as many rows as columns, without an error",
    evidence:
      "the parts of a list do not sum to 1 in the record; a case is disputed only where that is so, and " +
      "other numbers of rows are left out of the cases, as errors inside Awkward",
  },
  {
    kind: "awkward",
    case: LETTERS,
    reason: "ak.firsts takes text for a list of bytes, of which the first is no text",
    evidence:
      "the record of #3000 has the type 3 * ?char, and ak.firsts(['\u65e5']) a list that is no UTF-8; " +
      "ak.num, ak.combinations and ak.cartesian treat text as one value",
  },
  {
    kind: "awkward",
    case: NEGATIVE_LENGTH,
    reason:
      "_getitem_range of records and of regular lists takes stop - start for the length, also where a " +
      "range ends before it begins; flat arrays and lists of varying length give what NumPy gives, nothing",
    evidence:
      "ak.Array([1, 2, 3])[3:1] is empty, ak.Array([{'x': 1}, {'x': 2}, {'x': 3}])[3:1] fails with " +
      "\"RecordArray 'length' must be a non-negative integer or None, not -2\"; a case is disputed only " +
      "where the record is this error",
  },
  {
    kind: "awkward",
    case: RESHAPE,
    reason:
      "NumPy's broadcast of arrays without elements is put back into the shape of the outermost axis " +
      "alone, which fails",
    evidence:
      "np.clip of 0 * var * var * int64 fails with 'cannot reshape array of size 0 into shape (0)', and of " +
      "0 * var * int64 it is empty; a case is disputed only where the record is this error",
  },
  {
    kind: "awkward",
    case: LOST_LENGTH,
    reason:
      "ak.concatenate at an inner axis makes a RegularArray of size 0 without its zeros_length, so that " +
      "its length is 0",
    evidence:
      "ak.concatenate([x], axis=1) of 4 * 0 * float64 has the type 0 * 0 * float64; a case is disputed " +
      "only where its record has no lists and its array has some",
  },
  {
    kind: "awkward",
    case: NOT_FOUND,
    reason:
      "ak.str.is_in takes elements behind the end of an IndexedOptionArray whose content is longer than its index",
    evidence:
      "it fails with an IndexError for [[None], [], [None, None, None]] from such buffers, and gives [[False], " +
      "[], [False, False, False]] for the same values made by ak.unflatten; a case is disputed only where the " +
      "record is this error",
  },
];
