/** An image: rows of pixels, four bytes (red, green, blue, opacity) each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Decodes a PNG of 8-bit RGBA without interlacing, which is what resvg writes. @throws Error for any other */
export async function readPng(bytes: Uint8Array): Promise<Pixels> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (bytes[24] !== 8 || bytes[25] !== 6 || bytes[28] !== 0) throw new Error("not RGBA of 8 bits");
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    if (String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "IDAT") {
      parts.push(Uint8Array.from(bytes.subarray(at + 8, at + 8 + length)));
    }
    at += 12 + length;
  }
  const inflated = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  const raw = new Uint8Array(await new Response(inflated).arrayBuffer());
  const data = new Uint8Array(4 * width * height);
  const row = 4 * width;
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let i = 0; i < row; i++) {
      const at = y * row + i;
      const left = i >= 4 ? data[at - 4] : 0;
      const up = y > 0 ? data[at - row] : 0;
      const corner = i >= 4 && y > 0 ? data[at - row - 4] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      data[at] = raw[y * (row + 1) + 1 + i] + guess;
    }
  }
  return { width, height, data };
}

/** PNG specification, section 9.4. */
function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/**
 * Fraction of pixels that differ as one can see: by more than `threshold` of 255 in a colour, from the pixel
 * itself and from all its neighbours in the other image, so that an edge may move by a fraction of a pixel.
 */
export function difference(a: Pixels, b: Pixels, threshold = 48): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  const close = (i: number, j: number): boolean =>
    [0, 1, 2].every((part) => Math.abs(a.data[4 * i + part] - b.data[4 * j + part]) <= threshold);
  let differing = 0;
  for (let i = 0; i < a.width * a.height; i++) {
    if (close(i, i)) continue;
    const [x, y] = [i % a.width, Math.floor(i / a.width)];
    let found = false;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= a.width || v >= a.height) continue;
        if (close(i, v * a.width + u)) found = true;
      }
    }
    if (!found) differing++;
  }
  return differing / (a.width * a.height);
}
