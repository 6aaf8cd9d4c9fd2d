// Codes of one axis to positions in the cells of an N-dimensional histogram.

/**
 * Positions of the first axis: `(code + underflow) * stride + offset`, or -1 where the entry is
 * outside and the axis has no bin for that.
 *
 * @param codes     i32[n]: bin, -1 underflow, -2 overflow
 * @param index     i32[n], written
 * @param bins      bins without flow
 * @param underflow 1 if the axis has an underflow bin
 * @param overflow  1 if it has an overflow bin
 */
export function hist_linearize_first(
  codes: usize,
  index: usize,
  n: i32,
  bins: i32,
  underflow: i32,
  overflow: i32,
  stride: i32,
  offset: i32,
): void {
  const under = i32x4.splat(underflow);
  const last = i32x4.splat(overflow ? bins + underflow : -1);
  const steps = i32x4.splat(stride);
  const start = i32x4.splat(offset);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const bin = position(v128.load(codes + at), under, last);
    const cell = i32x4.add(i32x4.mul(bin, steps), start);
    v128.store(index + at, v128.or(cell, i32x4.shr_s(bin, 31)));
  }
}

/**
 * Adds a further axis; entries that are -1 stay so.
 *
 * @param codes i32[n]
 * @param index i32[n], changed
 */
export function hist_linearize_next(
  codes: usize,
  index: usize,
  n: i32,
  bins: i32,
  underflow: i32,
  overflow: i32,
  stride: i32,
): void {
  const under = i32x4.splat(underflow);
  const last = i32x4.splat(overflow ? bins + underflow : -1);
  const steps = i32x4.splat(stride);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const bin = position(v128.load(codes + at), under, last);
    const before = v128.load(index + at);
    const cell = i32x4.add(i32x4.mul(bin, steps), before);
    const dropped = i32x4.shr_s(v128.or(bin, before), 31);
    v128.store(index + at, v128.or(cell, dropped));
  }
}

/** The place along one axis with its flow bins, or a negative number. */
function position(codes: v128, under: v128, last: v128): v128 {
  const over = i32x4.eq(codes, i32x4.splat(-2));
  return v128.bitselect(last, i32x4.add(codes, under), over);
}
