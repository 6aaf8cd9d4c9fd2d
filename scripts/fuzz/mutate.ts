import { xxhash3 } from "../../src/codec/xxhash3.ts";
import type { ByteRange } from "../../src/root/source.ts";
import type { Anatomy, Region, RegionKind } from "./anatomy.ts";
import type { Specimen } from "./corpus.ts";
import { bigEndian, type Edit, type Mutation, mutated } from "./edit.ts";
import type { Random } from "./random.ts";

/** A mutation and what is known of its effect. */
export interface Plan extends Mutation {
  /** Only bytes under a checksum are changed: the result must be an error or the same. */
  readonly sealed: boolean;
  /** `tree:branch` of the baskets that were hit. */
  readonly focus: readonly { tree: string; branch: string; start: number }[];
}

/** How often each kind of region is hit. */
const kinds: readonly RegionKind[] = [
  ...Array<RegionKind>(6).fill("object"),
  ...Array<RegionKind>(3).fill("streamers"),
  ...Array<RegionKind>(2).fill("keys"),
  "header",
  ...Array<RegionKind>(2).fill("basket header"),
  ...Array<RegionKind>(6).fill("basket"),
];

/** The mutation of one run. */
export function planOf(specimen: Specimen, random: Random): Plan {
  const { anatomy, bytes } = specimen;
  if (anatomy.sealed.length > 0 && random.oneIn(3)) return sealedPlan(specimen, random);
  const tuples = anatomy.envelopes.filter((ranges) => ranges.length > 0);
  if (tuples.length > 0 && random.oneIn(2))
    return envelopePlan(specimen, random.pick(tuples), random);
  if (random.oneIn(25)) return truncation(bytes, random);
  if (random.oneIn(12)) {
    const spliced = spliceObject(specimen, random);
    if (spliced !== undefined) return { edits: spliced, end: undefined, sealed: false, focus: [] };
  }
  const edits: Edit[] = [];
  const focus: Plan["focus"][number][] = [];
  const n = 1 + (random.oneIn(2) ? random.below(4) : 0);
  for (let i = 0; i < n; i++) {
    const region = regionOf(anatomy, bytes.length, random);
    const basket = anatomy.baskets.find(
      ({ position, nbytes }) => region.start >= position && region.start < position + nbytes,
    );
    if (basket !== undefined) focus.push(basket);
    edits.push(...editsIn(bytes, region, anatomy, random));
  }
  return { edits, end: undefined, sealed: false, focus };
}

function sealedPlan({ anatomy, bytes }: Specimen, random: Random): Plan {
  const { start, stop, basket } = random.pick(anatomy.sealed);
  const edits: Edit[] = [];
  const n = random.oneIn(2) ? 1 : 1 + random.below(6);
  for (let i = 0; i < n; i++) {
    const at = start + random.below(stop - start);
    edits.push(random.oneIn(3) ? setByte(at, random) : flip(bytes, at, random));
  }
  return { edits, end: undefined, sealed: true, focus: basket === undefined ? [] : [basket] };
}

/** Damages the metadata of an RNTuple and makes their checksums right again. */
function envelopePlan(
  { anatomy, bytes }: Specimen,
  envelopes: readonly ByteRange[],
  random: Random,
): Plan {
  const { position, length } = random.pick(envelopes);
  const region: Region = { kind: "object", start: position, stop: position + length - 8 };
  const edits: Edit[] = [];
  for (let n = random.below(3); n >= 0; n--) {
    const found = editsIn(bytes, region, anatomy, random);
    const bigEndians = found.filter(({ what }) => what.startsWith("field"));
    // Numbers of these are little-endian.
    for (const { bytes: value } of bigEndians) if (!random.oneIn(4)) value.reverse();
    edits.push(...found);
  }
  const changed = mutated(bytes, { edits, end: undefined });
  const seal = (at: number, value: bigint): void => {
    const edit = { at, bytes: bigEndian(value, 8).reverse(), what: "checksum" };
    changed.set(edit.bytes, at);
    edits.push(edit);
  };
  let first = 0n;
  for (const [i, range] of envelopes.entries()) {
    const end = range.position + range.length - 8;
    // The footer and the page lists repeat the header's.
    if (i > 0) seal(range.position + (i === 1 ? 16 : 8), first);
    const checksum = xxhash3(changed.subarray(range.position, end));
    if (i === 0) first = checksum;
    seal(end, checksum);
  }
  return { edits, end: undefined, sealed: false, focus: [] };
}

/** Cut anywhere; the header may tell the new size, as if nothing were missing. */
function truncation(bytes: Uint8Array, random: Random): Plan {
  const end = random.below(bytes.length);
  const large = bytes[4] !== 0 || bytes[5] >= 0x0f;
  const told = { at: 12, bytes: bigEndian(end, large ? 8 : 4), what: "told end" };
  const edits = random.oneIn(4) ? [] : [told];
  return { edits, end, sealed: false, focus: [] };
}

function regionOf(anatomy: Anatomy, size: number, random: Random): Region {
  if (random.oneIn(15)) return { kind: "basket", start: 0, stop: size };
  for (let tries = 0; tries < 8; tries++) {
    const kind = random.pick(kinds);
    const found = anatomy.regions.filter((region) => region.kind === kind);
    if (found.length > 0) return random.pick(found);
  }
  return anatomy.regions[0];
}

function editsIn(bytes: Uint8Array, region: Region, anatomy: Anatomy, random: Random): Edit[] {
  const { start, stop } = region;
  const at = start + random.below(stop - start);
  switch (random.below(12)) {
    case 0:
    case 1:
      return [flip(bytes, at, random)];
    case 2:
      return [setByte(at, random)];
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
      return [field(bytes, region, 4, random)];
    case 8:
      return [field(bytes, region, random.pick([2, 8]), random)];
    case 9: {
      const length = Math.min(stop - at, 1 + random.below(64));
      const value = random.pick([0, 0, 255]);
      return [{ at, bytes: new Uint8Array(length).fill(value), what: "filled" }];
    }
    case 10: {
      // A block of another place of this file, often of the same region.
      const from = random.oneIn(2)
        ? start + random.below(stop - start)
        : random.below(bytes.length);
      const length = Math.min(stop - at, bytes.length - from, 1 + random.below(200));
      return [{ at, bytes: bytes.slice(from, from + length), what: "spliced" }];
    }
    default:
      return swapBaskets(bytes, anatomy, random);
  }
}

function flip(bytes: Uint8Array, at: number, random: Random): Edit {
  return { at, bytes: Uint8Array.of(bytes[at] ^ (1 << random.below(8))), what: "flipped" };
}

function setByte(at: number, random: Random): Edit {
  const value = random.pick([0, 1, 127, 128, 255, random.below(256)]);
  return { at, bytes: Uint8Array.of(value), what: "set" };
}

/** Writes a bad number over what may be a count, a length, a position or a tag. */
function field(bytes: Uint8Array, { start, stop }: Region, width: number, random: Random): Edit {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const room = Math.max(1, stop - start - width + 1);
  let at = Math.min(start + random.below(room), bytes.length - width);
  if (width === 4 && !random.oneIn(4)) {
    // Such numbers are small, or have the bit of a byte count.
    for (let tries = 0; tries < 30; tries++) {
      const value = view.getUint32(at);
      if ((value > 0 && value < bytes.length) || (value & 0x7ffe0000) === 0x40000000) break;
      at = Math.min(start + random.below(room), bytes.length - width);
    }
  }
  const old = width === 2 ? view.getUint16(at) : view.getUint32(at + width - 4);
  const size = bytes.length;
  const value = random.pick<number | bigint>([
    0,
    1,
    -1,
    -2,
    0x7fffffff,
    0x80000000,
    0x40000000,
    0x3fffffff,
    (1n << 63n) - 1n,
    1n << 53n,
    size,
    size + 1,
    size - 1,
    old + 1,
    old - 1,
    old * 2,
    Math.floor(old / 2),
    old + 0x01000000,
    -old,
    start,
    random.below(size),
    random.below(256),
    1 << random.below(31),
    0x40000000 + random.below(1000),
    10_000_000,
    100_000_000,
  ]);
  return { at, bytes: bigEndian(value, width), what: `field of ${old}` };
}

/** Exchanges two baskets, or puts one in place of another. */
function swapBaskets(bytes: Uint8Array, { baskets }: Anatomy, random: Random): Edit[] {
  if (baskets.length < 2) return [];
  const one = random.pick(baskets);
  const other = random.pick(baskets);
  const length = Math.min(one.nbytes, other.nbytes);
  const from = bytes.slice(other.position, other.position + length);
  const edits = [{ at: one.position, bytes: from, what: "basket" }];
  if (random.oneIn(2)) {
    const back = bytes.slice(one.position, one.position + length);
    edits.push({ at: other.position, bytes: back, what: "basket" });
  }
  // Keys say where they lie: half of the time they say it right.
  if (random.oneIn(2)) {
    const seek = {
      at: one.position + 18,
      bytes: bytes.slice(one.position + 18, one.position + 22),
    };
    edits.push({ ...seek, what: "its position" });
  }
  return edits;
}

/** An uncompressed object, or the streamer infos, with bytes left out or added, at the end. */
function spliceObject({ anatomy, bytes }: Specimen, random: Random): Edit[] | undefined {
  const { key, at } = random.pick(anatomy.keys) ?? {};
  if (key === undefined || at === undefined) return undefined;
  const { seek, nbytes, keylen, objlen } = key;
  if (nbytes - keylen !== objlen || objlen === 0 || seek + nbytes > bytes.length) return undefined;
  const place = keylen + random.below(objlen);
  const gone = random.oneIn(2) ? Math.min(nbytes - place, random.below(40)) : 0;
  const from = random.below(bytes.length);
  const added = gone > 0 && random.oneIn(2) ? 0 : random.below(random.oneIn(4) ? 5000 : 40);
  const record = Buffer.concat([
    bytes.subarray(seek, seek + place),
    bytes.subarray(from, from + added),
    bytes.subarray(seek + place + gone, seek + nbytes),
  ]);
  const position = bytes.length;
  const large = new DataView(bytes.buffer, bytes.byteOffset + seek).getUint16(4) > 1000;
  const pointer = bigEndian(position, large ? 8 : 4);
  record.set(bigEndian(record.length, 4), 0);
  record.set(bigEndian(record.length - keylen, 4), 6);
  record.set(pointer, 18);
  return [
    { at: position, bytes: new Uint8Array(record), what: `object, ${gone} gone, ${added} added` },
    { at, bytes: new Uint8Array(record.subarray(0, 10)), what: "its key" },
    { at: at + 18, bytes: pointer, what: "its position" },
    { at: 12, bytes: bigEndian(position + record.length, bytes[5] >= 0x0f ? 8 : 4), what: "end" },
  ];
}
