// Entries of branches of std::vector, as ROOT streams them: lists behind their lengths, big-endian,
// the outermost behind a byte count and a version as well.

/** ROOT's mark of a byte count. */
const BYTE_COUNT: u32 = 0x40000000;
/** Of a streamed container: the version of its description. */
const VERSION: u16 = 9;

/**
 * Lists behind the number of their elements.
 *
 * @param offsets   i32[n + 1], ascending, of elements; the first of `input` is the first list's first
 * @param input     the elements' bytes, u8[starts[m]] or u8[m * size] of m elements in all
 * @param size      bytes of each element, or 0 where they differ
 * @param starts    i32[m + 1], for the latter: where each begins in `input`, and where the last ends
 * @param outermost whether a byte count and a version stand in front
 * @param out       u8[bytes of input + n * (outermost ? 10 : 4)], written
 * @param outStarts i32[n + 1], written: where each list begins in `out`, and where the last ends
 */
export function root_write_lists(
  offsets: usize,
  input: usize,
  size: i32,
  starts: usize,
  outermost: i32,
  out: usize,
  outStarts: usize,
  n: i32,
): void {
  const first = load<i32>(offsets);
  let to = out;
  let from = 0;
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    const count = load<i32>(at, 4) - load<i32>(at);
    const last = load<i32>(at, 4) - first;
    const stop = size > 0 ? last * size : load<i32>(starts + ((<usize>last) << 2));
    const length = stop - from;
    store<i32>(outStarts + ((<usize>i) << 2), <i32>(to - out));
    if (outermost) {
      store<u32>(to, bswap<u32>(BYTE_COUNT | <u32>(length + 6)));
      store<u16>(to, bswap<u16>(VERSION), 4);
      to += 6;
    }
    store<i32>(to, bswap<i32>(count));
    to += 4;
    memory.copy(to, input + <usize>from, <usize>length);
    to += <usize>length;
    from = stop;
  }
  store<i32>(outStarts + ((<usize>n) << 2), <i32>(to - out));
}

/**
 * The same bytes again and again: what objects of a class have in common.
 *
 * @param pattern u8[size]
 * @param out     u8[n * size], written
 */
export function root_write_pattern(pattern: usize, size: i32, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    memory.copy(out, pattern, <usize>size);
    out += <usize>size;
  }
}

function scatter<T>(input: usize, out: usize, stride: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<T>(out, bswap<T>(load<T>(input)));
    input += sizeof<T>();
    out += <usize>stride;
  }
}

/**
 * One member of each object, numbers of 4 bytes.
 *
 * @param input  u32[n]
 * @param out    the member in the first object, at any address; big-endian
 * @param stride bytes from object to object
 */
export function root_scatter_32(input: usize, out: usize, stride: i32, n: i32): void {
  scatter<u32>(input, out, stride, n);
}

/** As root_scatter_32, for numbers of 1 byte. */
export function root_scatter_8(input: usize, out: usize, stride: i32, n: i32): void {
  scatter<u8>(input, out, stride, n);
}

/** As root_scatter_32, for numbers of 2 bytes. */
export function root_scatter_16(input: usize, out: usize, stride: i32, n: i32): void {
  scatter<u16>(input, out, stride, n);
}

/** As root_scatter_32, for numbers of 8 bytes. */
export function root_scatter_64(input: usize, out: usize, stride: i32, n: i32): void {
  scatter<u64>(input, out, stride, n);
}
