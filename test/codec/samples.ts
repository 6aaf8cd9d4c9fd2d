import fc from "fast-check";

/** A generator of numbers in [0, 1), the same for each seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Make = (n: number, random: () => number) => Uint8Array;

/** Kinds of content, `n` bytes each: what codecs meet in files, and their extremes. */
export const contents: Record<string, Make> = {
  zeros: (n) => new Uint8Array(n),
  random: (n, random) => Uint8Array.from({ length: n }, () => random() * 256),
  text: (n, random) => {
    const words = ["electron ", "muon ", "jet ", "pt=", "eta=", "\n", "CollectionTree/"];
    const bytes = new Uint8Array(n);
    for (let at = 0; at < n; ) {
      for (const letter of words[Math.floor(random() * words.length)]) {
        bytes[at++] = letter.charCodeAt(0);
      }
    }
    return bytes;
  },
  "float32, big-endian": (n, random) =>
    words32(n, (view, at) => view.setFloat32(at, 5000 + 2e4 / (0.1 + random()))),
  "int32, big-endian": (n, random) => {
    let offset = 0;
    return words32(n, (view, at) => {
      offset += Math.floor(random() * 5);
      view.setInt32(at, offset * 4);
    });
  },
};

function words32(n: number, put: (view: DataView, at: number) => void): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(n / 4) * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < n; at += 4) put(view, at);
  return bytes.subarray(0, n);
}

/** A copy with 1 to 3 changes: a bit flipped, a byte set, a piece cut out, repeated or cut off. */
export function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let now = Array.from(bytes);
  const place = () => Math.floor(random() * now.length);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const at = place();
    const kind = Math.floor(random() * 6);
    if (now.length === 0) now = [Math.floor(random() * 256)];
    else if (kind <= 1) now[at] ^= 1 << Math.floor(random() * 8);
    else if (kind === 2) now[at] = random() < 0.5 ? 255 : Math.floor(random() * 256);
    else if (kind === 3) now.splice(at, 1 + Math.floor(random() * 4));
    else if (kind === 4) now.splice(at, 0, ...now.slice(at, at + 1 + Math.floor(random() * 300)));
    else now.length = at;
  }
  return Uint8Array.from(now);
}

/** Bytes of which much stood before: up to `back` bytes further back, `length` bytes at most, `pieces` times. */
export function repeated(back: number, length: number, pieces: number): fc.Arbitrary<Uint8Array> {
  const piece = fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(back), fc.nat(length));
  return fc.array(piece, { maxLength: pieces }).map((all) => {
    const bytes: number[] = [];
    for (const [fresh, distance, count] of all) {
      bytes.push(...fresh);
      const from = Math.max(0, bytes.length - 1 - distance);
      for (let i = 0; i < count && bytes.length > 0; i++) bytes.push(bytes[from + i]);
    }
    return Uint8Array.from(bytes);
  });
}

/** Bytes of the numbers of kinds given, more and less unequal. */
export function unequal(kinds: readonly number[], random: () => number): Uint8Array[] {
  return kinds.flatMap((count) =>
    [1, 4, 30].map((power) => Uint8Array.from({ length: 20_000 }, () => count * random() ** power)),
  );
}

/** Kinds as often as Fibonacci's numbers say, in any order: a Huffman code of them is as long as it can be. */
export function fibonacci(kinds: number, random: () => number): Uint8Array {
  const counts = [1, 1];
  while (counts.length < kinds) {
    counts.push(counts[counts.length - 1] + counts[counts.length - 2]);
  }
  const all = counts.flatMap((count, symbol) => new Array<number>(count).fill(symbol * 9));
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return Uint8Array.from(all);
}
