// The canonical form of a branch: its leaf columns with hashes that do not depend on how an array
// happens to lie in memory. Written for clarity, apart from the library's own kernels.
import { createHash } from "node:crypto";
import { type Layout, loaded } from "../../src/array/layout.ts";
import type { DType, TypedArray } from "../../src/wasm/dtype.ts";

/** One leaf of the canonical form. */
export interface CanonicalColumn {
  path: string;
  dtype: string;
  n: number;
  sha256: string;
  sum?: number | string;
  min?: number | string;
  max?: number | string;
  n_nan?: number;
  n_inf?: number;
  n_bytes?: number;
}

/** The leaves of a layout, with the lists and records around each. */
export function canonicalColumns(layout: Layout): CanonicalColumn[] {
  const out: CanonicalColumn[] = [];
  walk(layout, 0, lengthOf(layout), "", [], out);
  return out;
}

/** Elements `start` to `stop - 1` of a node; `buffers` are those met on the way down. */
function walk(
  layout: Layout,
  start: number,
  stop: number,
  path: string,
  buffers: readonly Uint8Array[],
  out: CanonicalColumn[],
): void {
  const node = loaded(layout);
  switch (node.kind) {
    case "flat": {
      const values = node.data.view().subarray(start, stop);
      out.push(leaf(path, node.data.dtype, values, buffers));
      return;
    }
    case "list": {
      const offsets = node.offsets.view().slice(start, stop + 1);
      const first = offsets[0];
      const packed = new BigInt64Array(offsets.length);
      for (let i = 0; i < offsets.length; i++) packed[i] = BigInt(offsets[i] - first);
      const last = offsets[offsets.length - 1];
      walk(node.content, first, last, `${path}[]`, [...buffers, bytesOf(packed)], out);
      return;
    }
    case "regular": {
      const { size, content } = node;
      walk(content, start * size, stop * size, `${path}[${size}]`, buffers, out);
      return;
    }
    case "record":
      for (const [i, field] of node.fields.entries()) {
        const below = path === "" ? field : `${path}.${field}`;
        walk(node.contents[i], start, stop, below, buffers, out);
      }
      if (node.fields.length === 0) {
        out.push({ path, dtype: "empty-record", n: stop - start, sha256: hash(buffers) });
      }
      return;
    default:
      node satisfies never;
  }
}

function lengthOf(layout: Layout): number {
  const node = loaded(layout);
  if (node.kind === "flat") return node.data.length;
  return node.kind === "list" ? node.offsets.length - 1 : node.length;
}

function leaf(
  path: string,
  dtype: DType,
  values: TypedArray,
  buffers: readonly Uint8Array[],
): CanonicalColumn {
  const sha256 = hash([...buffers, bytesOf(values)]);
  return { path, dtype, n: values.length, sha256, ...statistics(dtype, values) };
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function hash(buffers: readonly Uint8Array[]): string {
  const sum = createHash("sha256");
  for (const buffer of buffers) sum.update(buffer);
  return sum.digest("hex");
}

type Statistics = Pick<CanonicalColumn, "sum" | "min" | "max" | "n_nan" | "n_inf">;

function statistics(dtype: DType, values: TypedArray): Statistics {
  if (dtype === "bool") return { sum: (values as Uint8Array).reduce((n, value) => n + value, 0) };
  if (dtype === "float32" || dtype === "float64") return floatStatistics(values as Float64Array);
  let sum = 0n;
  let min: number | bigint = Infinity;
  let max: number | bigint = -Infinity;
  for (const value of values) {
    sum += BigInt(value);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const total = { sum: jsonInteger(sum) };
  return values.length === 0 ? total : { ...total, min: jsonInteger(min), max: jsonInteger(max) };
}

/** Beyond 2^53 as text. */
function jsonInteger(value: number | bigint): number | string {
  const big = BigInt(value);
  return big > 2n ** 53n || big < -(2n ** 53n) ? String(big) : Number(big);
}

function floatStatistics(values: Float64Array): Statistics {
  let nans = 0;
  let infinities = 0;
  let min = Infinity;
  let max = -Infinity;
  const finite: number[] = [];
  for (const value of values) {
    if (Number.isNaN(value)) nans++;
    else if (!Number.isFinite(value)) infinities++;
    else {
      finite.push(value);
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return {
    sum: exactSum(finite),
    ...(finite.length > 0 ? { min, max } : {}),
    ...(nans > 0 ? { n_nan: nans } : {}),
    ...(infinities > 0 ? { n_inf: infinities } : {}),
  };
}

/**
 * The sum rounded once (Shewchuk's partials, as Python's math.fsum), or "overflow".
 */
export function exactSum(values: readonly number[]): number | "overflow" {
  const partials: number[] = [];
  for (const value of values) {
    let x = value;
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    if (!Number.isFinite(x)) return "overflow";
    partials.length = kept;
    partials.push(x);
  }
  // Partials do not overlap and grow: adding from the largest rounds correctly but for ties, which
  // the next partial decides.
  let at = partials.length - 1;
  if (at < 0) return 0;
  let high = partials[at];
  let low = 0;
  while (at > 0) {
    const x = high;
    const y = partials[--at];
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  if (at > 0 && low !== 0 && Math.sign(low) === Math.sign(partials[at - 1])) {
    const twice = low * 2;
    const x = high + twice;
    if (twice === x - high) high = x;
  }
  return high;
}
