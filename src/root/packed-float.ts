import type { PackedSchema } from "./schema.ts";

/** 3.141592653589793, as TMath::Pi(). */
const PI = Math.PI;

/**
 * How a `Double32_t` or `Float16_t` is stored. The comment behind the member may begin with
 * `[low, high]` or `[low, high, bits]`; a first bracket without a comma is a dimension.
 *
 * @param title  the comment, or the title of a leaf
 * @see ROOT TStreamerElement.cxx, `GetRange`
 */
export function packing(type: "Double32_t" | "Float16_t", title: string): PackedSchema {
  const dtype = type === "Double32_t" ? "float64" : "float32";
  const bitsOfPlain = dtype === "float64" ? 0 : 12;
  const plain: PackedSchema = { kind: "packed", dtype, bits: bitsOfPlain, factor: 0, low: 0 };
  const range = rangeOf(title);
  if (range === undefined) return plain;
  const { low, high, bits } = range;
  if (low < high) {
    // 32 bits hold 0 to 2^32 - 1, all of them.
    const steps = bits < 32 ? 2 ** bits : 2 ** 32 - 1;
    return { kind: "packed", dtype, bits, factor: (high - low) / steps, low };
  }
  return bits < 15 ? { ...plain, bits } : plain;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly bits: number;
}

function rangeOf(title: string): Range | undefined {
  // Of the first two brackets. By hand: a pattern would take time that grows as the square.
  let text: string | undefined;
  for (let i = 0, stop = 0; i < 2 && text === undefined; i++) {
    const start = title.indexOf("[", stop);
    stop = title.indexOf("]", start);
    if (start < 0 || stop < 0) return undefined;
    const inner = title.slice(start + 1, stop);
    if (inner.includes(",")) text = inner;
  }
  if (text === undefined) return undefined;
  const [low, high, bits] = text.split(",").map(numberOf);
  if (low === undefined || high === undefined) return undefined;
  const whole = bits !== undefined && Number.isInteger(bits) && bits >= 2 && bits <= 32;
  return { low, high, bits: whole ? bits : 32 };
}

/** A number, or products and quotients with pi: `-20`, `1e-3`, `-2*pi`, `twopi`, `pi/4`. */
function numberOf(text: string): number | undefined {
  const [first, ...rest] = text.replace(/\s+/g, "").split(/([*/])/);
  let value = factorOf(first);
  for (let i = 0; i + 1 < rest.length && value !== undefined; i += 2) {
    const factor = factorOf(rest[i + 1]);
    if (factor === undefined) return undefined;
    value = rest[i] === "*" ? value * factor : value / factor;
  }
  return value;
}

function factorOf(text: string): number | undefined {
  const [, sign, rest] = /^([+-]?)(.*)$/.exec(text) as unknown as [string, string, string];
  const one = sign === "-" ? -1 : 1;
  const named = /^(two|2)?pi$/i.exec(rest);
  if (named !== null) return one * (named[1] === undefined ? PI : 2 * PI);
  const value = Number(rest);
  return rest === "" || !Number.isFinite(value) ? undefined : one * value;
}
