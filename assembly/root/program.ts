// Runs a program (src/root/program.ts) over the entries of a basket: the layout of a class, compiled
// once to instructions, with one column for each leaf. Every read is checked against the frame it is
// in (byte counts bound frames, the entry bounds them all), and every write against the room of its
// column. What is written is never more than a few times what is read.
import * as op from "../../src/root/opcodes";
import { endList, fail, framed, frameEnd, has, Run, word } from "./program-run";
import { counted, numbers, object, objectBits, packed, pointer, text } from "./program-values";

/** A collection whose elements are stored member by member. */
const MEMBER_WISE: u32 = 0x4000;
/** Collections of this version on store the version of their elements. */
const ELEMENT_VERSIONS: u32 = 8;

/** Bytes of instructions that each byte of a basket pays for, and that are free. */
const FUEL_PER_BYTE: i64 = 768;
const FREE_FUEL: i64 = 1 << 22;

/** A class's version, read behind `version`: that of a foreign class is 0 and has a checksum. */
function sameClass(pc: usize, version: u32): bool {
  let checksum: u32 = 0;
  if (version === 0) {
    if (!has(4)) return false;
    checksum = bswap<u32>(load<u32>(Run.at));
    Run.at += 4;
  }
  const wanted = word(pc, 2);
  if (wanted < 0) return true;
  const expected = <u32>word(pc, 3);
  if (version === 0 ? expected === 0 || checksum === expected : version === <u32>wanted)
    return true;
  store<i32>(Run.state + op.STATE_FRAME * 4, word(pc, 4));
  return fail(op.VERSION, <u32>word(pc, 1), version, checksum);
}

/** The version of a class without a byte count in front. */
function bareVersion(expected: u32): bool {
  if (!has(2)) return false;
  if (<u32>bswap<u16>(load<u16>(Run.at)) !== expected) return fail(op.BYTE_COUNT);
  Run.at += 2;
  return true;
}

function frame(pc: usize, n: i32): bool {
  const body = pc + 24;
  const stop = body + ((<usize>word(pc, 5)) << 2);
  if (!framed()) {
    if (word(pc, 4) === op.VERSIONED && word(pc, 1) >= 0 && !bareVersion(<u32>word(pc, 2))) {
      return false;
    }
    return exec(body, stop, n);
  }
  const end = frameEnd();
  if (end === 0) return false;
  const version = <u32>bswap<u16>(load<u16>(Run.at, 4));
  // That of the first member: it ends before the entry does, or is of a collection.
  if (Run.bounded && word(pc, 4) === op.OUTERMOST) {
    if (end !== Run.limit || (version & MEMBER_WISE) !== 0) return exec(body, stop, n);
  }
  Run.at += 6;
  const outer = Run.limit;
  Run.limit = end;
  if (word(pc, 1) >= 0) {
    if ((version & MEMBER_WISE) !== 0) return fail(op.SPLIT);
    if (!sameClass(pc, version)) return false;
  }
  if (!exec(body, stop, n)) return false;
  if (Run.at !== end) {
    if (word(pc, 4) !== op.OPAQUE) return fail(op.BYTE_COUNT, <u32>(end - Run.at), 0);
    Run.at = end;
  }
  Run.limit = outer;
  return true;
}

function collection(pc: usize, n: i32): bool {
  const whole = pc + 24;
  const split = whole + ((<usize>word(pc, 4)) << 2);
  if (!framed()) return exec(whole, split, n);
  const end = frameEnd();
  if (end === 0) return false;
  const version = <u32>bswap<u16>(load<u16>(Run.at, 4));
  Run.at += 6;
  const outer = Run.limit;
  Run.limit = end;
  if ((version & MEMBER_WISE) === 0) {
    if (!exec(whole, split, n)) return false;
  } else {
    if ((version & ~MEMBER_WISE) >= ELEMENT_VERSIONS) {
      if (!has(2)) return false;
      const element = <u32>bswap<u16>(load<u16>(Run.at));
      Run.at += 2;
      if (!sameClass(pc, element)) {
        store<i32>(Run.state + op.STATE_FRAME * 4, op.FRAMED);
        return false;
      }
    }
    if (!exec(split, split + ((<usize>word(pc, 5)) << 2), n)) return false;
  }
  if (Run.at !== end) return fail(op.BYTE_COUNT, <u32>(end - Run.at), 0);
  Run.limit = outer;
  return true;
}

/** As many elements as a member before them says. */
function countedElsewhere(pc: usize): bool {
  let n = load<i32>(Run.state + <usize>(op.STATE_REGISTERS + word(pc, 2)) * 4);
  const kind = word(pc, 3);
  if (kind === op.FLAGGED) {
    if (!has(1)) return false;
    if (load<u8>(Run.at++) === 0) n = 0;
  }
  const left = Run.limit - Run.at;
  const all = kind === op.TRIANGLE && n > 0 ? (<u64>n * <u64>(n + 1)) >> 1 : <u64>n;
  if (n < 0 || all > <u64>left) return fail(op.TOO_MANY, <u32>n, <u32>left);
  n = <i32>all;
  if (!endList(word(pc, 1), n)) return false;
  return exec(pc + 20, pc + 20 + ((<usize>word(pc, 4)) << 2), n);
}

/** Runs the instructions from `pc` to `stop`; `n` is the number of elements of the round. */
function exec(pc: usize, stop: usize, n: i32): bool {
  Run.fuel -= <i64>(stop - pc) + 8;
  if (Run.fuel < 0) return fail(op.TOO_MANY, <u32>n, <u32>(Run.limit - Run.at));
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
        const value = Run.at;
        if (!numbers(<usize>size, word(pc, 2), 1)) return false;
        let count: i32;
        if (size === 1) count = <i32>load<u8>(value);
        else if (size === 2) count = <i32>bswap<u16>(load<u16>(value));
        else if (size === 4) count = bswap<i32>(load<i32>(value));
        else {
          const long = bswap<i64>(load<i64>(value));
          count = long < 0 || long > <i64>i32.MAX_VALUE ? -1 : <i32>long;
        }
        store<i32>(Run.state + <usize>(op.STATE_REGISTERS + word(pc, 3)) * 4, count);
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
          const before = Run.at;
          if (!exec(body, pc, 0)) return false;
          // Elements that take no bytes would be read for ever.
          if (Run.at === before) return fail(op.ENDED, 1, <u32>(Run.limit - Run.at));
        }
        break;
      }
      case op.REST: {
        const column = word(pc, 1);
        const body = pc + 12;
        pc = body + ((<usize>word(pc, 2)) << 2);
        let count = 0;
        while (Run.at < Run.limit) {
          const before = Run.at;
          if (!exec(body, pc, 0)) return false;
          if (Run.at === before) return fail(op.LEFT_OVER, <u32>(Run.limit - Run.at));
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
        Run.at += <usize>word(pc, 1);
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
        Run.at++;
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
  Run.columns = table;
  Run.state = result;
  Run.data = bytes;
  Run.at = bytes;
  Run.bounded = raw !== 0;
  store<i32>(Run.state, 0);
  const stop = program + ((<usize>words) << 2);
  const end = bytes + <usize>border;
  // An entry with an offset has four bytes of its own.
  Run.fuel = FREE_FUEL + FUEL_PER_BYTE * (<i64>border + (raw !== 0 ? 4 * <i64>n : 0));
  for (let i = 0; i < n; i++) {
    Run.limit = end;
    if (raw !== 0) {
      const from = bswap<i32>(load<i32>(raw + ((<usize>i) << 2))) - shift;
      let to = border;
      if (i + 1 < n || last !== 0) to = bswap<i32>(load<i32>(raw + ((<usize>i) << 2), 4)) - shift;
      if (from < 0 || to < from || to > border) {
        fail(op.OFFSETS, <u32>from, <u32>to);
        return i + 1;
      }
      Run.at = bytes + <usize>from;
      Run.limit = bytes + <usize>to;
    }
    if (!exec(program, stop, 0)) return i + 1;
    if (raw !== 0 && Run.at !== Run.limit) {
      fail(op.LEFT_OVER, <u32>(Run.limit - Run.at));
      return i + 1;
    }
  }
  if (raw === 0 && last === 0 && Run.at !== end) {
    fail(op.LEFT_OVER, <u32>(end - Run.at));
    return n;
  }
  store<u32>(Run.state + op.STATE_AT * 4, <u32>(Run.at - bytes));
  return 0;
}
