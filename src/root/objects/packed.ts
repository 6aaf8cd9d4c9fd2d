import type { StreamerElement } from "../jsroot.ts";
import type { ObjectBuffer } from "./buffer.ts";

/** TStreamerElement::kHasRange */
const HAS_RANGE = 1 << 6;
const TRUNCATED_BITS = 12;

/** Reads one Double32_t or Float16_t. */
export type PackedReader = (buffer: ObjectBuffer) => number;

/** Bytes that a value takes. */
export interface Packed {
  readonly size: number;
  readonly read: PackedReader;
}

/**
 * How a Double32_t or Float16_t member is stored: as an integer in a range, with few bits of
 * mantissa, or (Double32_t without a range) as a float.
 * @see ROOT core/meta/src/TStreamerElement.cxx `GetRange`, io/io/src/TBufferFile.cxx
 *   `ReadWithFactor`, `ReadWithNbits`
 */
export function packedFloat(element: StreamerElement, double: boolean): Packed {
  const { min, factor, bits } = packing(element);
  if (factor !== 0) {
    return { size: 4, read: (buffer) => buffer.u32() / factor + min };
  }
  if (double && bits === 0) return { size: 4, read: (buffer) => buffer.f32() };
  return { size: 3, read: truncatedReader(bits === 0 ? TRUNCATED_BITS : bits) };
}

interface Packing {
  readonly min: number;
  readonly factor: number;
  /** Of the mantissa; 0 for the default. */
  readonly bits: number;
}

function packing(element: StreamerElement & { readonly fBits?: number }): Packing {
  const none = { min: 0, factor: 0, bits: 0 };
  // JSROOT has worked out the range already, and left the number of bits in fXmin.
  const { fXmin = 0, fFactor = 0 } = element as { fXmin?: number; fFactor?: number };
  if (fFactor !== 0) return { min: fXmin, factor: fFactor, bits: 0 };
  if (((element.fBits ?? 0) & HAS_RANGE) === 0) return none;
  return { min: 0, factor: 0, bits: Math.max(0, Math.round(fXmin)) };
}

const scratch = new DataView(new ArrayBuffer(4));

/** One byte of exponent, two of sign and mantissa. */
function truncatedReader(bits: number): PackedReader {
  return (buffer) => {
    const exponent = buffer.u8();
    const mantissa = buffer.u16();
    const sign = ((1 << (bits + 1)) & mantissa) !== 0;
    scratch.setUint32(0, (exponent << 23) | ((mantissa & ((1 << (bits + 1)) - 1)) << (23 - bits)));
    const value = scratch.getFloat32(0);
    return sign ? -value : value;
  };
}
