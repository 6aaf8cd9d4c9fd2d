import { FormatError } from "../../errors.ts";
import { numberOf, numbersOf, optionalNumbers } from "./members.ts";
import type { Members, PlainObject } from "./value.ts";

/** A TMatrixT, TMatrixTSym, TMatrixTSparse or TVectorT. */
export interface MatrixRecord {
  readonly kind: "matrix";
  readonly className: string;
  /** Elements of a vector are one column. */
  readonly rows: number;
  readonly columns: number;
  /**
   * As stored: row by row; of a symmetric matrix the upper triangle row by row; of a sparse one
   * those that are not zero.
   */
  readonly elements: Float64Array;
  readonly storage: "full" | "symmetric" | "sparse";
  /** Everything as it is on file. */
  readonly members: Members;
}

/** The record of a matrix. @throws FormatError when the elements do not fit */
export function matrixRecord(object: PlainObject, path: string): MatrixRecord {
  const { className, members } = object;
  const elements = numbersOf(members, "fElements", path);
  const vector = className.startsWith("TVectorT");
  const rows = numberOf(members, "fNrows", path);
  const columns = vector ? 1 : numberOf(members, "fNcols", path);
  const storage = className.startsWith("TMatrixTSym")
    ? "symmetric"
    : className.startsWith("TMatrixTSparse")
      ? "sparse"
      : "full";
  const expected = storage === "symmetric" ? (rows * (rows + 1)) / 2 : rows * columns;
  const fits = storage === "sparse" ? elements.length <= expected : elements.length === expected;
  if (!(rows >= 0 && columns >= 0 && fits)) {
    throw new FormatError(
      `${path}: a ${className} of ${rows} x ${columns} has ${elements.length} elements`,
      { path },
    );
  }
  return { kind: "matrix", className, rows, columns, elements, storage, members };
}

/** More elements than any matrix that is read as a whole. */
const MAX_ELEMENTS = 2 ** 28;

/**
 * All elements, row by row.
 * @throws FormatError for a sparse matrix whose indices make no sense, or which is too large
 */
export function matrixValues(record: MatrixRecord): Float64Array {
  const { rows, columns, elements, storage, members } = record;
  if (storage === "full") return elements.slice();
  if (rows * columns > MAX_ELEMENTS) {
    throw new FormatError(`a ${record.className} of ${rows} x ${columns} is too large to fill`);
  }
  const out = new Float64Array(rows * columns);
  if (storage === "symmetric") {
    let at = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = i; j < columns; j++) {
        out[i * columns + j] = elements[at];
        out[j * columns + i] = elements[at++];
      }
    }
    return out;
  }
  const starts = optionalNumbers(members, "fRowIndex", record.className) ?? [];
  const places = optionalNumbers(members, "fColIndex", record.className) ?? [];
  for (let i = 0; i < rows; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      if (!(places[k] >= 0 && places[k] < columns && k < elements.length)) {
        throw new FormatError(`a ${record.className} has an element outside`);
      }
      out[i * columns + places[k]] = elements[k];
    }
  }
  return out;
}
