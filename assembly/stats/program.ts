// How a compiled HistFactory model lies in memory; written by src/stats/compile.ts.
//
// A model is a row of terms, one for each sample in each channel, as 32-bit words:
//
//   0 words of this record       1 first bin                  2 bins, padded to an even number
//   3 nominal yields (table)     4 work area (work)           5 number of scalar factors
//   6 number of histosys         7 number of factors by bin
//   then for each scalar factor  code, parameter, row, table
//   then for each histosys       code, parameter, row, table
//   then for each factor by bin  first parameter, first row
//
// "table" and "work" are places in f64s of the columns of these names. A row is the parameter's
// place among those that the channel depends on. Padding bins have no yield.
//
// Work area of a term, f64s:
//   0 product of the scalar factors
//   then for each scalar factor  value, first and second derivative, first derivative over value
//   then for each histosys       x (which pair of arrays), a, b, da, db, ddb
//   then base[n]: nominal and the histosys' shifts; then shape[n]: product of the factors by bin

/** Words of a record before its modifiers. */
export const HEAD: i32 = 8;
/** Words of a scalar factor and of a histosys. */
export const MODIFIER: i32 = 4;
/** Words of a factor by bin. */
export const BY_BIN: i32 = 2;
/** f64s of work for a scalar factor. */
export const SCALAR_WORK: i32 = 4;
/** f64s of work for a histosys. */
export const SHIFT_WORK: i32 = 6;

/** A scalar factor that is its parameter: normfactor, lumi. */
export const FACTOR_ITSELF: i32 = 0;
/** normsys, interpolation code 1. */
export const FACTOR_CODE1: i32 = 1;
/** normsys, interpolation code 4. */
export const FACTOR_CODE4: i32 = 2;

/** Word `i` of a record. */
export function word(record: usize, i: i32): i32 {
  return load<i32>(record + ((<usize>i) << 2));
}

/** The f64 at place `i` of a column. */
export function place(column: usize, i: i32): usize {
  return column + ((<usize>i) << 3);
}

/** Work area behind the scalar factors: the histosys. */
export function shiftsAt(work: usize, scalars: i32): usize {
  return place(work, 1 + SCALAR_WORK * scalars);
}

/** Work area behind the histosys: base yields by bin. */
export function baseAt(work: usize, scalars: i32, shifts: i32): usize {
  return place(work, 1 + SCALAR_WORK * scalars + SHIFT_WORK * shifts);
}
