import { readData, readJson, readJsonLines, requireData } from "../data.ts";

/** Lines of a reference file, or undefined where the reference data are not there. */
export async function referenceLines(path: string): Promise<unknown[] | undefined> {
  const file = await requireData(path);
  return file === undefined ? undefined : readJsonLines(file);
}

/** A number that may be spelled as text. */
export function number(value: unknown): number {
  return typeof value === "string" ? Number(value) : (value as number);
}

/** Whether two runs of numbers are the same value by value; NaN equals NaN, -0 equals 0. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  }
  return true;
}

/** Whether two runs of numbers have the same bits. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  const [x, y] = [a, b].map((each) => new Uint8Array(each.slice().buffer));
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}

/** A golden file of scripts/golden/hist.py. */
export function goldenJson(name: string): Promise<unknown> {
  return readJson(`test/data/hist/${name}.json`);
}

/** A golden file of raw numbers. */
export async function goldenBytes(name: string): Promise<ArrayBuffer> {
  return (await readData(`test/data/hist/${name}`)).buffer;
}

/** Numbers of hex digits, 16 each, most significant byte first. */
export function fromHex(hex: string): Float64Array {
  const numbers = new Float64Array(hex.length / 16);
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < numbers.length; i++) {
    view.setBigUint64(0, BigInt(`0x${hex.slice(16 * i, 16 * i + 16)}`));
    numbers[i] = view.getFloat64(0);
  }
  return numbers;
}
