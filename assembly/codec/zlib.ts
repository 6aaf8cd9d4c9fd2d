// DEFLATE (RFC 1951), the compressed data inside the zlib format.

import { dynamicCodes, fixedCodes } from "./inflate/codes";
import { OUTCOME_BITS, pairSymbols } from "./inflate/pair";
import {
  beginStream,
  bitsAt,
  fromOf,
  hasRoom,
  isFinal,
  isWithin,
  placeOf,
  STREAM_A,
  STREAM_B,
  STREAM_BYTES,
  setFinal,
  setFrom,
  setPlace,
  setTo,
  sourceEndOf,
  targetEndOf,
  toOf,
} from "./inflate/stream";
import { compressed, DAMAGED, GOING_ON } from "./inflate/symbols";

/** What `openBlock` finds. */
const BROKEN: i32 = 0;
const STORED: i32 = 1;
const SYMBOLS: i32 = 2;

/** Bytes of a job of `codec_deflate_many`, and where its status is. */
const JOB: usize = 20;
const STATUS: usize = 16;

/**
 * Decodes one DEFLATE stream, on any input, within the given bounds.
 *
 * Up to 48 bytes behind the input may be read, and up to 16 behind the output overwritten.
 *
 * @param source  u8[n], the stream
 * @param output  u8[length], written
 * @returns 0 when the whole stream gives exactly `length` bytes, else 1 + the position in the
 *   stream where that turned out impossible
 */
export function codec_deflate(source: usize, n: i32, output: usize, length: i32): i32 {
  beginStream(STREAM_A, source, n, output, length);
  return statusOf(STREAM_A, source, toEnd(STREAM_A, false));
}

/**
 * Decodes streams that have nothing to do with each other, two at a time: faster than one after the
 * other, with the same results. What one does, or is, changes nothing for another. Large ones first
 * is best.
 *
 * Behind each input and output as `codec_deflate`.
 *
 * @param jobs  u32[n, 5]: address of the stream, its bytes, address of its output, bytes of that,
 *   and the status, written, as of `codec_deflate`
 */
export function codec_deflate_many(jobs: usize, n: i32): void {
  const end = jobs + <usize>n * JOB;
  let next = jobs;
  // 0 for a stream that is not ready for `pairSymbols`.
  let jobA: usize = 0;
  let jobB: usize = 0;
  for (;;) {
    for (; jobA === 0 && next < end; next += JOB) if (begin(STREAM_A, next)) jobA = next;
    for (; jobB === 0 && next < end; next += JOB) if (begin(STREAM_B, next)) jobB = next;
    if (jobA === 0 || jobB === 0) break;
    const outcomes = pairSymbols();
    if (!goOn(STREAM_A, jobA, outcomes & ((1 << OUTCOME_BITS) - 1))) jobA = 0;
    if (!goOn(STREAM_B, jobB, outcomes >> OUTCOME_BITS)) jobB = 0;
  }
  if (jobB !== 0) {
    // Alone, only STREAM_A is fast.
    memory.copy(STREAM_A, STREAM_B, STREAM_BYTES);
    jobA = jobB;
  }
  if (jobA !== 0) finish(STREAM_A, jobA, toEnd(STREAM_A, true));
}

/** @returns whether the stream has come to symbols for `pairSymbols`; else it has ended */
function begin(stream: usize, job: usize): bool {
  beginStream(stream, load<usize>(job), load<i32>(job, 4), load<usize>(job, 8), load<i32>(job, 12));
  return toRoom(stream, job, false);
}

/** The same for a stream that has left `pairSymbols`. */
function goOn(stream: usize, job: usize, outcome: i32): bool {
  if (outcome !== DAMAGED) return toRoom(stream, job, outcome === GOING_ON);
  finish(stream, job, false);
  return false;
}

/**
 * Decodes what is not for `pairSymbols`.
 *
 * @param inside  whether the stream is inside a block with symbols, else between blocks
 * @returns as `begin`
 */
function toRoom(stream: usize, job: usize, inside: bool): bool {
  for (;;) {
    if (inside) {
      if (hasRoom(stream)) return true;
      if (!compressed(stream)) break;
    }
    if (isFinal(stream)) {
      finish(stream, job, true);
      return false;
    }
    const kind = openBlock(stream);
    if (kind === BROKEN) break;
    inside = kind === SYMBOLS;
  }
  finish(stream, job, false);
  return false;
}

function finish(stream: usize, job: usize, good: bool): void {
  store<i32>(job, statusOf(stream, load<usize>(job), good), STATUS);
}

/**
 * Decodes a stream alone, from where it is on.
 *
 * @returns whether that could be done
 */
function toEnd(stream: usize, inside: bool): bool {
  if (inside && !compressed(stream)) return false;
  while (!isFinal(stream)) {
    const kind = openBlock(stream);
    if (kind === BROKEN || (kind === SYMBOLS && !compressed(stream))) return false;
  }
  return true;
}

function statusOf(stream: usize, source: usize, good: bool): i32 {
  const from = fromOf(stream);
  const end = sourceEndOf(stream);
  if (good && from === end && toOf(stream) === targetEndOf(stream)) return 0;
  return <i32>(min(from, end) - source) + 1;
}

/** Reads the header of a block: one of plain bytes is copied, else its tables are built. */
function openBlock(stream: usize): i32 {
  // A block before may have run past the end.
  if (!isWithin(stream)) return BROKEN;
  const place = placeOf(stream);
  const header = <i32>bitsAt(place);
  setFinal(stream, (header & 1) !== 0);
  setPlace(stream, place + 3);
  const kind = (header >> 1) & 3;
  if (kind === 0) return stored(stream) ? STORED : BROKEN;
  if (kind === 1) return fixedCodes(stream) ? SYMBOLS : BROKEN;
  return kind === 2 && dynamicCodes(stream) ? SYMBOLS : BROKEN;
}

/** A block of plain bytes. */
function stored(stream: usize): bool {
  const from = fromOf(stream);
  const end = sourceEndOf(stream);
  if (from + 4 > end) return false;
  const size = <usize>load<u16>(from);
  if ((size ^ 0xffff) !== <usize>load<u16>(from, 2)) return false;
  setFrom(stream, from + 4);
  const to = toOf(stream);
  if (size > end - from - 4 || size > targetEndOf(stream) - to) return false;
  memory.copy(to, from + 4, size);
  setFrom(stream, from + 4 + size);
  setTo(stream, to + size);
  return true;
}
