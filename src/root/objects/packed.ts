import type { StreamerElement } from "../jsroot.ts";
import { packing } from "../packed-float.ts";
import type { ObjectBuffer } from "./buffer.ts";

/** How one Double32_t or Float16_t is read, and the bytes that it takes. */
interface Packed {
  readonly size: number;
  readonly read: (buffer: ObjectBuffer) => number;
}

/**
 * How a Double32_t or Float16_t member is stored: as an integer in a range, with few bits of
 * mantissa, or (Double32_t without a range) as a float.
 * @see ROOT io/io/src/TBufferFile.cxx `ReadWithFactor`, `ReadWithNbits`
 */
export function packedFloat(element: StreamerElement, double: boolean): Packed {
  const { bits, factor, low } = packing(double ? "Double32_t" : "Float16_t", element.fTitle);
  if (factor !== 0) return { size: 4, read: (buffer) => buffer.u32() * factor + low };
  if (bits === 0) return { size: 4, read: (buffer) => buffer.f32() };
  return { size: 3, read: (buffer) => truncated(buffer, bits) };
}

const scratch = new DataView(new ArrayBuffer(4));

/** One byte of exponent, two of sign and mantissa. */
function truncated(buffer: ObjectBuffer, bits: number): number {
  const exponent = buffer.u8();
  const mantissa = buffer.u16();
  const sign = ((1 << (bits + 1)) & mantissa) !== 0;
  scratch.setUint32(0, (exponent << 23) | ((mantissa & ((1 << (bits + 1)) - 1)) << (23 - bits)));
  const value = scratch.getFloat32(0);
  return sign ? -value : value;
}
