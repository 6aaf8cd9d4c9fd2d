// The state of a run of a program: where it reads, where it writes, and how it ends.
import * as op from "../../src/root/opcodes";

const HAS_BYTE_COUNT: u32 = 0x40000000;

/** Of the run that is going on; one at a time. */
export class Run {
  /** The table of columns. */
  static columns: usize = 0;
  /** Why and where the run ended, and registers. */
  static state: usize = 0;
  static data: usize = 0;
  /** The next byte, and the end of the frame it is in. */
  static at: usize = 0;
  static limit: usize = 0;
  /** Whether it is known where the entry ends. */
  static bounded: bool = false;
  /**
   * What the run may still do: bytes of instructions. Most instructions read something, but an empty
   * object or a list of nothing does not, and such can be repeated without end: so each byte pays for
   * some sixty instructions, many times what any class needs.
   */
  static fuel: i64 = 0;
  /** Where the next element of the column goes that `room` was asked for. */
  static next: usize = 0;
}

export function fail(reason: i32, detail: u32 = 0, more: u32 = 0, most: u32 = 0): bool {
  store<i32>(Run.state, reason);
  store<u32>(Run.state + op.STATE_AT * 4, <u32>(Run.at - Run.data));
  store<u32>(Run.state + op.STATE_DETAIL * 4, detail);
  store<u32>(Run.state + op.STATE_DETAIL * 4 + 4, more);
  store<u32>(Run.state + op.STATE_DETAIL * 4 + 8, most);
  return false;
}

/** Whether there are `n` more bytes. */
export function has(n: usize): bool {
  return Run.limit - Run.at >= n ? true : fail(op.ENDED, <u32>n, <u32>(Run.limit - Run.at));
}

export function word(pc: usize, i: usize): i32 {
  return load<i32>(pc + (i << 2));
}

/** Room for `n` more elements of a column; where its next goes is then `Run.next`. */
export function room(column: i32, size: usize, n: i32): bool {
  const entry = Run.columns + <usize>(column * op.COLUMN_BYTES);
  const count = load<i32>(entry, 4);
  if (n > load<i32>(entry, 8) - count) return fail(op.COLUMN_FULL, <u32>column, <u32>n);
  Run.next = <usize>load<u32>(entry) + <usize>count * size;
  store<i32>(entry, count + n, 4);
  return true;
}

/** Appends the end of a list of `n` elements to a column of offsets. */
export function endList(column: i32, n: i32): bool {
  if (column < 0) return true;
  if (!room(column, 4, 1)) return false;
  const before = load<i32>(Run.next - 4);
  if (n > i32.MAX_VALUE - before) return fail(op.TOO_MANY, <u32>n, 0);
  store<i32>(Run.next, before + n);
  return true;
}

/** Whether a byte count and a version are next; no count or text can look like them. */
export function framed(): bool {
  if (Run.limit - Run.at < 6) return false;
  return (bswap<u32>(load<u32>(Run.at)) & (HAS_BYTE_COUNT | 0x80000000)) === HAS_BYTE_COUNT;
}

/** Where the frame ends whose byte count is next; 0 if that is behind the frame around. */
export function frameEnd(): usize {
  const bytes = <usize>(bswap<u32>(load<u32>(Run.at)) & ~HAS_BYTE_COUNT);
  if (bytes < 2 || bytes > Run.limit - Run.at - 4) {
    fail(op.BYTE_COUNT, <u32>bytes, <u32>(Run.limit - Run.at - 4));
    return 0;
  }
  return Run.at + 4 + bytes;
}
