// Runs a program (src/root/program.ts) over the entries of a basket: the layout of a class, compiled
// once to instructions, with one column for each leaf. Every read is checked against the frame it is
// in (byte counts bound frames, the entry bounds them all), and every write against the room of its
// column. What is written is never more than a few times what is read.
import * as op from "../../src/root/opcodes";
import { root_swap_8, root_swap_16, root_swap_32, root_swap_64 } from "./swap";

const HAS_BYTE_COUNT: u32 = 0x40000000;
const NEW_CLASS: u32 = 0xffffffff;
const CLASS_TAG: u32 = 0x80000000;
/** A collection whose elements are stored member by member. */
const MEMBER_WISE: u32 = 0x4000;
/** Collections of this version on store the version of their elements. */
const ELEMENT_VERSIONS: u32 = 8;
/** A TObject that a TRef points to: the number of its process follows. */
const IS_REFERENCED: u32 = 0x10;

// Of the run that is going on.
let columns: usize = 0;
let state: usize = 0;
let data: usize = 0;
/** The next byte, and the end of the frame it is in. */
let at: usize = 0;
let limit: usize = 0;
/** Whether it is known where the entry ends. */
let bounded: bool = false;

/**
 * What the run may still do: bytes of instructions. Most instructions read something, but an empty
 * object or a list of nothing does not, and such can be repeated without end: so each byte pays for
 * some sixty instructions, many times what any class needs.
 */
let fuel: i64 = 0;
const FUEL_PER_BYTE: i64 = 768;
const FREE_FUEL: i64 = 1 << 22;

function fail(reason: i32, detail: u32 = 0, more: u32 = 0, most: u32 = 0): bool {
  store<i32>(state, reason);
  store<u32>(state + op.STATE_AT * 4, <u32>(at - data));
  store<u32>(state + op.STATE_DETAIL * 4, detail);
  store<u32>(state + op.STATE_DETAIL * 4 + 4, more);
  store<u32>(state + op.STATE_DETAIL * 4 + 8, most);
  return false;
}

/** Whether there are `n` more bytes. */
function has(n: usize): bool {
  return limit - at >= n ? true : fail(op.ENDED, <u32>n, <u32>(limit - at));
}

function word(pc: usize, i: usize): i32 {
  return load<i32>(pc + (i << 2));
}

/** Room for `n` more elements of a column; where its next goes is then `next`. */
let next: usize = 0;

function room(column: i32, size: usize, n: i32): bool {
  const entry = columns + <usize>(column * op.COLUMN_BYTES);
  const count = load<i32>(entry, 4);
  if (n > load<i32>(entry, 8) - count) return fail(op.COLUMN_FULL, <u32>column, <u32>n);
  next = <usize>load<u32>(entry) + <usize>count * size;
  store<i32>(entry, count + n, 4);
  return true;
}

/** Appends the end of a list of `n` elements to a column of offsets. */
function endList(column: i32, n: i32): bool {
  if (column < 0) return true;
  if (!room(column, 4, 1)) return false;
  const before = load<i32>(next - 4);
  if (n > i32.MAX_VALUE - before) return fail(op.TOO_MANY, <u32>n, 0);
  store<i32>(next, before + n);
  return true;
}

/** Copies `n` big-endian numbers to a column. */
function numbers(size: usize, column: i32, n: i32): bool {
  const bytes = <u64>n * <u64>size;
  if (bytes > <u64>(limit - at))
    return fail(op.ENDED, <u32>min(bytes, u32.MAX_VALUE), <u32>(limit - at));
  if (column >= 0) {
    if (!room(column, size, n)) return false;
    if (n === 1) {
      if (size === 4) store<u32>(next, bswap<u32>(load<u32>(at)));
      else if (size === 8) store<u64>(next, bswap<u64>(load<u64>(at)));
      else if (size === 2) store<u16>(next, bswap<u16>(load<u16>(at)));
      else store<u8>(next, load<u8>(at));
    } else if (size === 4) root_swap_32(at, next, n);
    else if (size === 8) root_swap_64(at, next, n);
    else if (size === 2) root_swap_16(at, next, n);
    else root_swap_8(at, next, n);
  }
  at += <usize>bytes;
  return true;
}

/** A stored count of elements of at least `least` bytes; -1 where there cannot be so many. */
function counted(least: u32): i32 {
  if (!has(4)) return -1;
  const n = bswap<u32>(load<u32>(at));
  at += 4;
  const left = <u64>(limit - at);
  if (<u64>n * <u64>least > left || n > <u32>i32.MAX_VALUE) {
    fail(op.TOO_MANY, n, <u32>left);
    return -1;
  }
  return <i32>n;
}

function text(lengthBytes: i32, offsets: i32, bytes: i32): bool {
  let n: u32;
  if (lengthBytes === 1) {
    if (!has(1)) return false;
    n = <u32>load<u8>(at++);
  } else n = 255;
  if (n === 255) {
    if (!has(4)) return false;
    n = bswap<u32>(load<u32>(at));
    at += 4;
  }
  if (<usize>n > limit - at || n > <u32>i32.MAX_VALUE) {
    return fail(op.TOO_MANY, n, <u32>(limit - at));
  }
  if (offsets >= 0) {
    if (!endList(offsets, <i32>n) || !room(bytes, 1, <i32>n)) return false;
    memory.copy(next, at, <usize>n);
  }
  at += <usize>n;
  return true;
}

/** Whether a byte count and a version are next; no count or text can look like them. */
function framed(): bool {
  if (limit - at < 6) return false;
  return (bswap<u32>(load<u32>(at)) & (HAS_BYTE_COUNT | 0x80000000)) === HAS_BYTE_COUNT;
}

/** Where the frame ends whose byte count is next; 0 if that is behind the frame around. */
function frameEnd(): usize {
  const bytes = <usize>(bswap<u32>(load<u32>(at)) & ~HAS_BYTE_COUNT);
  if (bytes < 2 || bytes > limit - at - 4) {
    fail(op.BYTE_COUNT, <u32>bytes, <u32>(limit - at - 4));
    return 0;
  }
  return at + 4 + bytes;
}

/** A class's version, read behind `version`: that of a foreign class is 0 and has a checksum. */
function sameClass(pc: usize, version: u32): bool {
  let checksum: u32 = 0;
  if (version === 0) {
    if (!has(4)) return false;
    checksum = bswap<u32>(load<u32>(at));
    at += 4;
  }
  const wanted = word(pc, 2);
  if (wanted < 0) return true;
  const expected = <u32>word(pc, 3);
  if (version === 0 ? expected === 0 || checksum === expected : version === <u32>wanted)
    return true;
  store<i32>(state + op.STATE_FRAME * 4, word(pc, 4));
  return fail(op.VERSION, <u32>word(pc, 1), version, checksum);
}

function frame(pc: usize, n: i32): bool {
  const body = pc + 24;
  const stop = body + ((<usize>word(pc, 5)) << 2);
  if (!framed()) return exec(body, stop, n);
  const end = frameEnd();
  if (end === 0) return false;
  if (bounded && end !== limit && word(pc, 4) === op.OUTERMOST) return exec(body, stop, n);
  const version = <u32>bswap<u16>(load<u16>(at, 4));
  at += 6;
  const outer = limit;
  limit = end;
  if (word(pc, 1) >= 0) {
    if ((version & MEMBER_WISE) !== 0) return fail(op.SPLIT);
    if (!sameClass(pc, version)) return false;
  }
  if (!exec(body, stop, n)) return false;
  if (at !== end) {
    if (word(pc, 4) !== op.OPAQUE) return fail(op.BYTE_COUNT, <u32>(end - at), 0);
    at = end;
  }
  limit = outer;
  return true;
}

function collection(pc: usize, n: i32): bool {
  const whole = pc + 24;
  const split = whole + ((<usize>word(pc, 4)) << 2);
  if (!framed()) return exec(whole, split, n);
  const end = frameEnd();
  if (end === 0) return false;
  const version = <u32>bswap<u16>(load<u16>(at, 4));
  at += 6;
  const outer = limit;
  limit = end;
  if ((version & MEMBER_WISE) === 0) {
    if (!exec(whole, split, n)) return false;
  } else {
    if ((version & ~MEMBER_WISE) >= ELEMENT_VERSIONS) {
      if (!has(2)) return false;
      const element = <u32>bswap<u16>(load<u16>(at));
      at += 2;
      if (!sameClass(pc, element)) {
        store<i32>(state + op.STATE_FRAME * 4, op.FRAMED);
        return false;
      }
    }
    if (!exec(split, split + ((<usize>word(pc, 5)) << 2), n)) return false;
  }
  if (at !== end) return fail(op.BYTE_COUNT, <u32>(end - at), 0);
  limit = outer;
  return true;
}

/** Bits of a TObject; the number of a process follows those to which a TRef points. */
function objectBits(column: i32): bool {
  const first = at;
  if (!numbers(4, column, 1)) return false;
  if ((bswap<u32>(load<u32>(first)) & IS_REFERENCED) === 0) return true;
  if (!has(2)) return false;
  at += 2;
  return true;
}

function object(column: i32): bool {
  if (!has(2)) return false;
  const version = <u32>bswap<u16>(load<u16>(at));
  at += 2;
  if ((version & MEMBER_WISE) !== 0) {
    if (!has(4)) return false;
    at += 4;
  }
  return numbers(4, column, 1) && objectBits(-1);
}

/** Reads past a pointer: nothing, a reference to an object before it, or an object with its length. */
function pointer(): bool {
  if (!has(4)) return false;
  const tag = bswap<u32>(load<u32>(at));
  if (tag !== NEW_CLASS && (tag & HAS_BYTE_COUNT) !== 0) {
    const bytes = <usize>(tag & ~HAS_BYTE_COUNT);
    if (bytes > limit - at - 4) return fail(op.BYTE_COUNT, <u32>bytes, <u32>(limit - at - 4));
    at += 4 + bytes;
    return true;
  }
  if ((tag & CLASS_TAG) !== 0) return fail(op.SHARED);
  at += 4;
  return true;
}

/** As many elements as a member before them says. */
function countedElsewhere(pc: usize): bool {
  let n = load<i32>(state + <usize>(op.STATE_REGISTERS + word(pc, 2)) * 4);
  const kind = word(pc, 3);
  if (kind === op.FLAGGED) {
    if (!has(1)) return false;
    if (load<u8>(at++) === 0) n = 0;
  }
  const left = limit - at;
  const all = kind === op.TRIANGLE && n > 0 ? (<u64>n * <u64>(n + 1)) >> 1 : <u64>n;
  if (n < 0 || all > <u64>left) return fail(op.TOO_MANY, <u32>n, <u32>left);
  n = <i32>all;
  if (!endList(word(pc, 1), n)) return false;
  return exec(pc + 20, pc + 20 + ((<usize>word(pc, 4)) << 2), n);
}

/** A float with few bits of mantissa: exponent in one byte, mantissa and sign in two. */
function truncated(bits: i32): f32 {
  const mantissa = <u32>bswap<u16>(load<u16>(at, 1));
  const sign = 1 << (bits + 1);
  const value = ((<u32>load<u8>(at)) << 23) | ((mantissa & (sign - 1)) << (23 - bits));
  const float = reinterpret<f32>(value);
  return (mantissa & sign) !== 0 ? -float : float;
}

/** Double32_t and Float16_t: integers in a range, floats of few bits, or plain floats. */
function packed(pc: usize, n: i32): bool {
  const size = <usize>word(pc, 1);
  const bits = word(pc, 3);
  const factor = load<f64>(pc + 20);
  const low = load<f64>(pc + 28);
  const stored: usize = bits > 0 && factor === 0 ? 3 : 4;
  if (<u64>n * stored > <u64>(limit - at))
    return fail(op.ENDED, <u32>n * <u32>stored, <u32>(limit - at));
  if (word(pc, 2) < 0) {
    at += <usize>n * stored;
    return true;
  }
  if (!room(word(pc, 2), size, n)) return false;
  for (let i = 0; i < n; i++) {
    let value: f64;
    if (factor !== 0) value = <f64>bswap<u32>(load<u32>(at)) * factor + low;
    else if (bits > 0) value = <f64>truncated(bits);
    else value = <f64>reinterpret<f32>(bswap<u32>(load<u32>(at)));
    if (size === 8) store<f64>(next, value);
    else store<f32>(next, <f32>value);
    next += size;
    at += stored;
  }
  return true;
}

/** Runs the instructions from `pc` to `stop`; `n` is the number of elements of the round. */
function exec(pc: usize, stop: usize, n: i32): bool {
  fuel -= <i64>(stop - pc) + 8;
  if (fuel < 0) return fail(op.TOO_MANY, <u32>n, <u32>(limit - at));
  while (pc < stop) {
    switch (load<i32>(pc)) {
      case op.NUMBER: {
        if (!numbers(<usize>word(pc, 1), word(pc, 2), 1)) return false;
        pc += 12;
        break;
      }
      case op.NUMBERS: {
        if (!numbers(<usize>word(pc, 1), word(pc, 2), word(pc, 3))) return false;
        pc += 16;
        break;
      }
      case op.EACH_NUMBER: {
        if (!numbers(<usize>word(pc, 1), word(pc, 2), n)) return false;
        pc += 12;
        break;
      }
      case op.COUNTER: {
        const size = word(pc, 1);
        const value = at;
        if (!numbers(<usize>size, word(pc, 2), 1)) return false;
        let count: i32;
        if (size === 1) count = <i32>load<u8>(value);
        else if (size === 2) count = <i32>bswap<u16>(load<u16>(value));
        else if (size === 4) count = bswap<i32>(load<i32>(value));
        else {
          const long = bswap<i64>(load<i64>(value));
          count = long < 0 || long > <i64>i32.MAX_VALUE ? -1 : <i32>long;
        }
        store<i32>(state + <usize>(op.STATE_REGISTERS + word(pc, 3)) * 4, count);
        pc += 16;
        break;
      }
      case op.TEXT: {
        if (!text(word(pc, 1), word(pc, 2), word(pc, 3))) return false;
        pc += 16;
        break;
      }
      case op.LIST: {
        const count = counted(<u32>word(pc, 2));
        if (count < 0 || !endList(word(pc, 1), count)) return false;
        const body = pc + 16;
        pc = body + ((<usize>word(pc, 3)) << 2);
        for (let i = 0; i < count; i++) if (!exec(body, pc, 0)) return false;
        break;
      }
      case op.NUMBER_LIST: {
        const size = <usize>word(pc, 2);
        const count = counted(<u32>size);
        if (count < 0 || !endList(word(pc, 1), count)) return false;
        if (!numbers(size, word(pc, 3), count)) return false;
        pc += 16;
        break;
      }
      case op.SPLIT_LIST: {
        const count = counted(<u32>word(pc, 2));
        if (count < 0 || !endList(word(pc, 1), count)) return false;
        const body = pc + 16;
        pc = body + ((<usize>word(pc, 3)) << 2);
        if (!exec(body, pc, count)) return false;
        break;
      }
      case op.EACH: {
        const body = pc + 8;
        pc = body + ((<usize>word(pc, 1)) << 2);
        for (let i = 0; i < n; i++) if (!exec(body, pc, 0)) return false;
        break;
      }
      case op.REPEAT: {
        const body = pc + 12;
        const count = word(pc, 1);
        pc = body + ((<usize>word(pc, 2)) << 2);
        for (let i = 0; i < count; i++) {
          const before = at;
          if (!exec(body, pc, 0)) return false;
          // Elements that take no bytes would be read for ever.
          if (at === before) return fail(op.ENDED, 1, <u32>(limit - at));
        }
        break;
      }
      case op.REST: {
        const column = word(pc, 1);
        const body = pc + 12;
        pc = body + ((<usize>word(pc, 2)) << 2);
        let count = 0;
        while (at < limit) {
          const before = at;
          if (!exec(body, pc, 0)) return false;
          if (at === before) return fail(op.LEFT_OVER, <u32>(limit - at));
          count++;
        }
        if (!endList(column, count)) return false;
        break;
      }
      case op.FRAME: {
        if (!frame(pc, n)) return false;
        pc += 24 + ((<usize>word(pc, 5)) << 2);
        break;
      }
      case op.COLLECTION: {
        if (!collection(pc, n)) return false;
        pc += 24 + ((<usize>(word(pc, 4) + word(pc, 5))) << 2);
        break;
      }
      case op.OBJECT: {
        if (!object(word(pc, 1))) return false;
        pc += 8;
        break;
      }
      case op.BITS: {
        if (!objectBits(word(pc, 1))) return false;
        pc += 8;
        break;
      }
      case op.SKIP: {
        if (!has(<usize>word(pc, 1))) return false;
        at += <usize>word(pc, 1);
        pc += 8;
        break;
      }
      case op.POINTER: {
        if (!pointer()) return false;
        pc += 4;
        break;
      }
      case op.COUNTED: {
        if (!countedElsewhere(pc)) return false;
        pc += 20 + ((<usize>word(pc, 4)) << 2);
        break;
      }
      case op.PACKED: {
        const count = word(pc, 4);
        if (!packed(pc, count < 0 ? n : count)) return false;
        pc += 36;
        break;
      }
      case op.CLASS_NAME: {
        if (!text(1, -1, -1) || !has(1)) return false;
        at++;
        pc += 4;
        break;
      }
      default:
        return fail(word(pc, 1));
    }
  }
  return true;
}

/**
 * Reads entries.
 *
 * @param program i32[words]
 * @param table   of the columns: each address, elements written, elements there is room for (u32 each)
 * @param result  u32[STATE_WORDS], written: why and where the run ended
 * @param bytes   u8[border], at any address
 * @param border  bytes of content, where the last entry ends if `last` is 0
 * @param raw     big-endian i32[n], at any address: byte offsets of entries, `shift` too large; or 0,
 *   and the entries follow each other from the first byte on
 * @param shift   length of the basket's key, which the stored offsets include
 * @param last    1 if more entries follow; `raw` holds one offset more then. Else 0
 * @returns 0, or 1 + the entry at which the run ended; the columns hold what was written until then
 */
export function root_program(
  program: usize,
  words: i32,
  table: usize,
  result: usize,
  bytes: usize,
  border: i32,
  raw: usize,
  shift: i32,
  last: i32,
  n: i32,
): i32 {
  columns = table;
  state = result;
  data = bytes;
  at = bytes;
  bounded = raw !== 0;
  store<i32>(state, 0);
  const stop = program + ((<usize>words) << 2);
  const end = bytes + <usize>border;
  // An entry with an offset has four bytes of its own.
  fuel = FREE_FUEL + FUEL_PER_BYTE * (<i64>border + (raw !== 0 ? 4 * <i64>n : 0));
  for (let i = 0; i < n; i++) {
    limit = end;
    if (raw !== 0) {
      const from = bswap<i32>(load<i32>(raw + ((<usize>i) << 2))) - shift;
      let to = border;
      if (i + 1 < n || last !== 0) to = bswap<i32>(load<i32>(raw + ((<usize>i) << 2), 4)) - shift;
      if (from < 0 || to < from || to > border) {
        fail(op.OFFSETS, <u32>from, <u32>to);
        return i + 1;
      }
      at = bytes + <usize>from;
      limit = bytes + <usize>to;
    }
    if (!exec(program, stop, 0)) return i + 1;
    if (raw !== 0 && at !== limit) {
      fail(op.LEFT_OVER, <u32>(limit - at));
      return i + 1;
    }
  }
  if (raw === 0 && last === 0 && at !== end) {
    fail(op.LEFT_OVER, <u32>(end - at));
    return n;
  }
  store<u32>(state + op.STATE_AT * 4, <u32>(at - bytes));
  return 0;
}
