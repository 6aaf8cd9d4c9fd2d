// What instructions read: numbers, texts, the parts of objects. Every read is checked against the
// frame it is in, every write against the room of its column.
import * as op from "../../src/root/opcodes";
import { endList, fail, has, Run, room, word } from "./program-run";
import { root_swap_8, root_swap_16, root_swap_32, root_swap_64 } from "./swap";

const HAS_BYTE_COUNT: u32 = 0x40000000;
const NEW_CLASS: u32 = 0xffffffff;
const CLASS_TAG: u32 = 0x80000000;
/** A collection whose elements are stored member by member. */
const MEMBER_WISE: u32 = 0x4000;
/** A TObject that a TRef points to: the number of its process follows. */
const IS_REFERENCED: u32 = 0x10;

/** Copies `n` big-endian numbers to a column. */
export function numbers(size: usize, column: i32, n: i32): bool {
  const bytes = <u64>n * <u64>size;
  if (bytes > <u64>(Run.limit - Run.at))
    return fail(op.ENDED, <u32>min(bytes, u32.MAX_VALUE), <u32>(Run.limit - Run.at));
  if (column >= 0) {
    if (!room(column, size, n)) return false;
    if (n === 1) {
      if (size === 4) store<u32>(Run.next, bswap<u32>(load<u32>(Run.at)));
      else if (size === 8) store<u64>(Run.next, bswap<u64>(load<u64>(Run.at)));
      else if (size === 2) store<u16>(Run.next, bswap<u16>(load<u16>(Run.at)));
      else store<u8>(Run.next, load<u8>(Run.at));
    } else if (size === 4) root_swap_32(Run.at, Run.next, n);
    else if (size === 8) root_swap_64(Run.at, Run.next, n);
    else if (size === 2) root_swap_16(Run.at, Run.next, n);
    else root_swap_8(Run.at, Run.next, n);
  }
  Run.at += <usize>bytes;
  return true;
}

/** A stored count of elements of at least `least` bytes; -1 where there cannot be so many. */
export function counted(least: u32): i32 {
  if (!has(4)) return -1;
  const n = bswap<u32>(load<u32>(Run.at));
  Run.at += 4;
  const left = <u64>(Run.limit - Run.at);
  if (<u64>n * <u64>least > left || n > <u32>i32.MAX_VALUE) {
    fail(op.TOO_MANY, n, <u32>left);
    return -1;
  }
  return <i32>n;
}

/**
 * A text behind its length, of 1 (or 5) or of 4 bytes; with `lengthBytes` 0, of 1, or an entry
 * without bytes.
 */
export function text(lengthBytes: i32, offsets: i32, bytes: i32): bool {
  let n: u32;
  if (lengthBytes === 0 && Run.bounded && Run.at === Run.limit) n = 0;
  else if (lengthBytes <= 1) {
    if (!has(1)) return false;
    n = <u32>load<u8>(Run.at++);
  } else n = 255;
  if (n === 255) {
    if (!has(4)) return false;
    n = bswap<u32>(load<u32>(Run.at));
    Run.at += 4;
  }
  if (<usize>n > Run.limit - Run.at || n > <u32>i32.MAX_VALUE) {
    return fail(op.TOO_MANY, n, <u32>(Run.limit - Run.at));
  }
  if (offsets >= 0) {
    if (!endList(offsets, <i32>n) || !room(bytes, 1, <i32>n)) return false;
    memory.copy(Run.next, Run.at, <usize>n);
  }
  Run.at += <usize>n;
  return true;
}

/** Bits of a TObject; the number of a process follows those to which a TRef points. */
export function objectBits(column: i32): bool {
  const first = Run.at;
  if (!numbers(4, column, 1)) return false;
  if ((bswap<u32>(load<u32>(first)) & IS_REFERENCED) === 0) return true;
  if (!has(2)) return false;
  Run.at += 2;
  return true;
}

export function object(column: i32): bool {
  if (!has(2)) return false;
  const version = <u32>bswap<u16>(load<u16>(Run.at));
  Run.at += 2;
  if ((version & MEMBER_WISE) !== 0) {
    if (!has(4)) return false;
    Run.at += 4;
  }
  return numbers(4, column, 1) && objectBits(-1);
}

/** Reads past a pointer: nothing, a reference to an object before it, or an object with its length. */
export function pointer(): bool {
  if (!has(4)) return false;
  const tag = bswap<u32>(load<u32>(Run.at));
  if (tag !== NEW_CLASS && (tag & HAS_BYTE_COUNT) !== 0) {
    const bytes = <usize>(tag & ~HAS_BYTE_COUNT);
    if (bytes > Run.limit - Run.at - 4)
      return fail(op.BYTE_COUNT, <u32>bytes, <u32>(Run.limit - Run.at - 4));
    Run.at += 4 + bytes;
    return true;
  }
  if ((tag & CLASS_TAG) !== 0) return fail(op.SHARED);
  Run.at += 4;
  return true;
}

/** A float with few bits of mantissa: exponent in one byte, mantissa and sign in two. */
function truncated(bits: i32): f32 {
  const mantissa = <u32>bswap<u16>(load<u16>(Run.at, 1));
  const sign = 1 << (bits + 1);
  const value = ((<u32>load<u8>(Run.at)) << 23) | ((mantissa & (sign - 1)) << (23 - bits));
  const float = reinterpret<f32>(value);
  return (mantissa & sign) !== 0 ? -float : float;
}

/** Double32_t and Float16_t: integers in a range, floats of few bits, or plain floats. */
export function packed(pc: usize, n: i32): bool {
  const size = <usize>word(pc, 1);
  const bits = word(pc, 3);
  const factor = load<f64>(pc + 20);
  const low = load<f64>(pc + 28);
  const stored: usize = bits > 0 && factor === 0 ? 3 : 4;
  if (<u64>n * stored > <u64>(Run.limit - Run.at))
    return fail(op.ENDED, <u32>n * <u32>stored, <u32>(Run.limit - Run.at));
  if (word(pc, 2) < 0) {
    Run.at += <usize>n * stored;
    return true;
  }
  if (!room(word(pc, 2), size, n)) return false;
  for (let i = 0; i < n; i++) {
    let value: f64;
    if (factor !== 0) value = <f64>bswap<u32>(load<u32>(Run.at)) * factor + low;
    else if (bits > 0) value = <f64>truncated(bits);
    else value = <f64>reinterpret<f32>(bswap<u32>(load<u32>(Run.at)));
    if (size === 8) store<f64>(Run.next, value);
    else store<f32>(Run.next, <f32>value);
    Run.next += size;
    Run.at += stored;
  }
  return true;
}
