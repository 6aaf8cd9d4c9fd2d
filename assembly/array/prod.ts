// Products of lists, in the order of the list, starting from 1 and in the column's own precision, as
// awkward_reduce_prod.cpp: the same bits.

function product<T>(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    let value: T = 1;
    const end = content + <usize>load<i32>(offsets, 4) * sizeof<T>();
    for (let p = content + <usize>load<i32>(offsets) * sizeof<T>(); p < end; p += sizeof<T>()) {
      value *= load<T>(p);
    }
    store<T>(out, value);
    offsets += 4;
    out += sizeof<T>();
  }
}

/** Product of each list, wrapping; 1 when empty. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_prod_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  product<i64>(offsets, content, out, n);
}

/** Product of each list in float32; 1 when empty. offsets i32[n + 1], content f32[offsets[n]], out f32[n], written. */
export function array_prod_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  product<f32>(offsets, content, out, n);
}

/** Product of each list in float64; 1 when empty. offsets i32[n + 1], content f64[offsets[n]], out f64[n], written. */
export function array_prod_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  product<f64>(offsets, content, out, n);
}

/**
 * Sum of squared distances from a mean for each list, in the order of the list: the numerator of a
 * variance in two passes.
 *
 * @param offsets i32[n + 1]
 * @param content f64[offsets[n]]
 * @param means   f64[n]
 * @param out     f64[n], written
 */
export function array_squared_distances(
  offsets: usize,
  content: usize,
  means: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const mean = load<f64>(means);
    let sum: f64 = 0;
    const end = content + ((<usize>load<i32>(offsets, 4)) << 3);
    for (let p = content + ((<usize>load<i32>(offsets)) << 3); p < end; p += 8) {
      const distance = load<f64>(p) - mean;
      sum += distance * distance;
    }
    store<f64>(out, sum);
    offsets += 4;
    means += 8;
    out += 8;
  }
}
