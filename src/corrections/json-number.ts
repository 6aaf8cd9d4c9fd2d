// Numbers of payloads, as correctionlib reads them: RapidJSON at its "normal precision", whose results may
// be an ulp from the nearest number. The same bits come out of the same payload so.

import type { JsonNumberRead } from "../array/json-reader.ts";

/**
 * An integer literal. Payloads tell 5 from 5.0: edges are real numbers, keys and versions integers.
 */
export class Integer {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A number of a text; used again by the next call. */
export type ReadNumber = JsonNumberRead<number | Integer>;

/** Small integers are many and alike: indices of formulas, contents, keys. */
const small = Array.from({ length: 1024 }, (_, i) => new Integer(i));

const TENS = Array.from({ length: 309 }, (_, i) => Number(`1e${i}`));

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** Above it another digit is no longer kept as an integer. */
const EXACT = 2 ** 53 - 1;
/** Digits of an integer that certainly fit. */
const SAFE_DIGITS = 15;
/** Digits that count once they are no longer kept as an integer. */
const MOST_DIGITS = 17;

const result: ReadNumber = { value: 0, end: 0, fault: "" };

/** The number that begins at `start`, maybe with a minus sign. */
export function readNumber(text: string, start: number): ReadNumber {
  result.fault = "";
  let at = start;
  let code = text.charCodeAt(at);
  const negative = code === MINUS;
  if (negative) code = text.charCodeAt(++at);
  if (!(code >= ZERO && code <= NINE)) return fault(at, "this is no value");
  let mantissa = 0;
  // The first digit of an integer does not count.
  let digits = -1;
  let kept = true;
  if (code === ZERO) {
    digits = 0;
    code = text.charCodeAt(++at);
  } else {
    const first = at;
    while (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      digits++;
      code = text.charCodeAt(++at);
    }
    if (at - first > SAFE_DIGITS) {
      const integer = BigInt(text.slice(first, at));
      kept = integer < (negative ? 2n ** 63n + 1n : 2n ** 64n);
      mantissa = kept ? Number(integer) : longInteger(text.slice(first, at));
    }
  }
  let real = !kept;
  let scale = 0;
  if (code === POINT) {
    real = true;
    code = text.charCodeAt(++at);
    if (!(code >= ZERO && code <= NINE)) return fault(at, "a digit is missing after the point");
    if (kept) {
      while (mantissa <= EXACT && code >= ZERO && code <= NINE) {
        mantissa = anotherDigit(mantissa, code - ZERO);
        scale--;
        if (mantissa !== 0) digits++;
        code = text.charCodeAt(++at);
      }
    }
    while (code >= ZERO && code <= NINE) {
      if (digits < MOST_DIGITS) {
        mantissa = mantissa * 10 + (code - ZERO);
        scale--;
        if (mantissa > 0) digits++;
      }
      code = text.charCodeAt(++at);
    }
  }
  if (code === 101 || code === 69) {
    real = true;
    code = text.charCodeAt(++at);
    const below = code === MINUS;
    if (below || code === 43) code = text.charCodeAt(++at);
    if (!(code >= ZERO && code <= NINE)) return fault(at, "a digit is missing in an exponent");
    let exponent = 0;
    while (code >= ZERO && code <= NINE) {
      exponent = Math.min(exponent * 10 + (code - ZERO), 1e6);
      code = text.charCodeAt(++at);
    }
    if (!below && exponent > 308 - scale) return fault(start, "a number is too large");
    scale += below ? -exponent : exponent;
  }
  result.end = at;
  if (!real) {
    result.value = integerOf(negative ? -mantissa : mantissa);
    return result;
  }
  const size = scale < -308 ? scaled(scaled(mantissa, -308), scale + 308) : scaled(mantissa, scale);
  if (!(size <= Number.MAX_VALUE)) return fault(start, "a number is too large");
  result.value = negative ? -size : size;
  return result;
}

function fault(at: number, message: string): ReadNumber {
  result.end = at;
  result.fault = message;
  return result;
}

/** 10 m + digit, rounded once. */
function anotherDigit(m: number, digit: number): number {
  if (m <= 900719925474098) return m * 10 + digit;
  // 8 m and 2 m are exact, and so is what their sum loses.
  const [a, b] = [m * 8, m * 2];
  const sum = a + b;
  const part = sum - a;
  return sum + (a - (sum - part) + (b - part) + digit);
}

function scaled(mantissa: number, exponent: number): number {
  if (exponent < -308) return 0;
  return exponent >= 0 ? mantissa * TENS[exponent] : mantissa / TENS[-exponent];
}

/** Digits beyond 64 bits are added in float64. */
function longInteger(digits: string): number {
  let at = 0;
  let integer = 0n;
  while (at < digits.length) {
    const next = integer * 10n + BigInt(digits[at]);
    if (next >= 2n ** 64n) break;
    integer = next;
    at++;
  }
  let value = Number(integer);
  for (; at < digits.length; at++) value = value * 10 + Number(digits[at]);
  return value;
}

function integerOf(value: number): Integer {
  return (value >= 0 && small[value]) || new Integer(value);
}
