// The canonical form of a branch: its leaf columns with hashes that do not depend on how an array
// happens to lie in memory. Written for clarity, apart from the library's own kernels.
import { createHash } from "node:crypto";
import { type Layout, lengthOf, loaded } from "../../src/array/layout.ts";
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

/** Elements `start` to `stop - 1`, or those at the places given. */
type Picked = { readonly start: number; readonly stop: number } | Int32Array;

/** The leaves of a layout, with the lists and records around each. */
export function canonicalColumns(layout: Layout): CanonicalColumn[] {
  const out: CanonicalColumn[] = [];
  walk(layout, { start: 0, stop: lengthOf(layout) }, "", [], out);
  return out;
}

/** The picked elements of a node; `buffers` are those met on the way down. */
function walk(
  layout: Layout,
  picked: Picked,
  path: string,
  buffers: readonly Uint8Array[],
  out: CanonicalColumn[],
): void {
  const node = loaded(layout);
  switch (node.kind) {
    case "flat":
      out.push(leaf(path, node.data.dtype, take(node.data.view(), picked), buffers));
      return;
    case "list": {
      const { packed, content } = lists(node.offsets.view(), picked);
      walk(node.content, content, `${path}[]`, [...buffers, bytesOf(packed)], out);
      return;
    }
    case "string": {
      const { packed, content } = lists(node.offsets.view(), picked);
      const raw = take(node.data.view(), content) as Uint8Array;
      const sha256 = hash([...buffers, bytesOf(packed), raw]);
      const dtype = node.bytes ? "bytes" : "string";
      out.push({ path, dtype, n: packed.length - 1, n_bytes: raw.length, sha256 });
      return;
    }
    case "regular": {
      const { size, content } = node;
      walk(content, repeated(picked, size), `${path}[${size}]`, buffers, out);
      return;
    }
    case "option": {
      const index = take(node.index.view(), picked) as Int32Array;
      const mask = Uint8Array.from(index, (at) => (at < 0 ? 0 : 1));
      const valid = index.filter((at) => at >= 0);
      walk(node.content, valid, `${path}?`, [...buffers, mask], out);
      return;
    }
    case "union": {
      const tags = take(node.tags.view(), picked) as Int8Array;
      const index = take(node.index.view(), picked) as Int32Array;
      for (const [tag, content] of node.contents.entries()) {
        const of = index.filter((_, i) => tags[i] === tag);
        walk(content, of, `${path}<${tag}>`, [...buffers, bytesOf(tags)], out);
      }
      return;
    }
    case "record":
      for (const [i, field] of node.fields.entries()) {
        const below = path === "" ? field : `${path}.${field}`;
        walk(node.contents[i], picked, below, buffers, out);
      }
      if (node.fields.length === 0) {
        out.push({ path, dtype: "empty-record", n: count(picked), sha256: hash(buffers) });
      }
      return;
    case "empty":
      out.push({ path, dtype: "unknown", n: 0, sha256: hash(buffers) });
      return;
    default:
      node satisfies never;
  }
}

function count(picked: Picked): number {
  return picked instanceof Int32Array ? picked.length : picked.stop - picked.start;
}

function take(values: TypedArray, picked: Picked): TypedArray {
  if (!(picked instanceof Int32Array)) return values.subarray(picked.start, picked.stop);
  const out = values.slice(0, 0).constructor as new (n: number) => Float64Array;
  const taken = new out(picked.length);
  for (const [i, at] of picked.entries()) taken[i] = values[at] as number;
  return taken;
}

/** Offsets from 0 of the picked lists, and the elements that are in them. */
function lists(offsets: Int32Array, picked: Picked): { packed: BigInt64Array; content: Picked } {
  const packed = new BigInt64Array(count(picked) + 1);
  if (!(picked instanceof Int32Array)) {
    const { start, stop } = picked;
    for (let i = 0; i < packed.length; i++) {
      packed[i] = BigInt(offsets[start + i] - offsets[start]);
    }
    return { packed, content: { start: offsets[start], stop: offsets[stop] } };
  }
  const content: number[] = [];
  for (const [i, at] of picked.entries()) {
    for (let j = offsets[at]; j < offsets[at + 1]; j++) content.push(j);
    packed[i + 1] = BigInt(content.length);
  }
  return { packed, content: Int32Array.from(content) };
}

function repeated(picked: Picked, size: number): Picked {
  if (!(picked instanceof Int32Array)) {
    return { start: picked.start * size, stop: picked.stop * size };
  }
  return Int32Array.from({ length: picked.length * size }, (_, i) => {
    return picked[Math.floor(i / size)] * size + (i % size);
  });
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
  // Below 2^53 in parts: BigInt for each of a hundred million values takes a minute.
  let part = 0;
  for (const value of values) {
    if (typeof value === "bigint") sum += value;
    else part += value;
    if (part > 2 ** 52 || part < -(2 ** 52)) {
      sum += BigInt(part);
      part = 0;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  sum += BigInt(part);
  const total = { sum: jsonInteger(sum) };
  return values.length === 0 ? total : { ...total, min: jsonInteger(min), max: jsonInteger(max) };
}

/** Beyond 2^53 as text. */
function jsonInteger(value: number | bigint): number | string {
  const big = BigInt(value);
  return big > 2n ** 53n || big < -(2n ** 53n) ? String(big) : Number(big);
}

export function floatStatistics(values: Float64Array): Statistics {
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
