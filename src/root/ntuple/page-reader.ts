import { codecs } from "../../codec/codecs.ts";
import type { Packed, PackedFrame } from "../../codec/packed.ts";
import type { Lot, Unpacker } from "../../codec/unpacking.ts";
import { FormatError } from "../../errors.ts";
import { type Address, offsetAddress } from "../../wasm/address.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { keep } from "../../wasm/scope.ts";
import { placed, readFrames } from "../frames.ts";
import { borrowBuffers } from "../read-buffers.ts";
import type { ReadNow, ReadOptions } from "../source.ts";
import { hex } from "./envelope.ts";
import type { FieldColumn } from "./field.ts";
import type { Piece, PlacedPage } from "./level.ts";
import type { Page } from "./page-list.ts";
import { keysOf, readPayloads, type Storage } from "./payload.ts";

/** A page whose compressed frames announce what it should hold. */
export interface OpenPage extends PlacedPage {
  /** `file:tree:field`, cluster and page. */
  readonly path: string;
  /** As they are on file; undefined for those that are read where they belong. */
  readonly bytes: Uint8Array | undefined;
  /** None where it is stored as it is. */
  readonly frames: readonly PackedFrame[];
}

/**
 * Fetches pages once, into borrowed memory, and unpacks them in two places of linear memory that
 * are used again. Where the source has its bytes at hand, pages that are not compressed are not
 * fetched, but read where they belong.
 */
export class PageReader {
  readonly #storage: Storage;
  readonly #buffers = borrowBuffers();
  /** File and tree, for messages. */
  readonly where: string;
  readonly #bytes = new Map<Page, Uint8Array>();
  #packed: Column<"uint8"> | undefined;
  #unpacked: Column<"uint8"> | undefined;
  readonly #unpacking: Unpacker | undefined;
  /** Pages that other threads may have unpacked. */
  readonly #parcels = new Map<Page, Lot["parcels"][number]>();
  #ready: Column<"uint8"> | undefined;

  /** For pages that are stored as they are: they are read straight into linear memory. */
  readonly #readNow: ReadNow | undefined;

  /**
   * @param wait  whether pages may be read while the caller waits, where that is fast
   * @param unpacking  what other threads help with, if any do
   */
  constructor(storage: Storage, where: string, wait: boolean, unpacking?: Unpacker) {
    this.#storage = storage;
    this.where = where;
    this.#readNow = wait ? storage.source.readNow : undefined;
    this.#unpacking = unpacking;
  }

  has({ page }: PlacedPage): boolean {
    return this.#bytes.has(page);
  }

  /** Whether a page is read only when it is unpacked: there is no need to fetch it. */
  isDirect({ page, length }: PlacedPage): boolean {
    return (
      this.#readNow !== undefined &&
      page.size === length &&
      length >= DIRECT_BYTES &&
      keysOf(page.range.length, this.#storage.maxKeySize) === 1
    );
  }

  /** Reads pages in one request. */
  async fetch(pages: Iterable<Page>, options: ReadOptions): Promise<void> {
    const list = [...pages];
    const ranges = list.map(({ range }) => range);
    const all = await readPayloads(this.#storage, ranges, { ...options, buffers: this.#buffers });
    for (const [i, page] of list.entries()) this.#bytes.set(page, all[i]);
  }

  /**
   * Has other threads help with pages that were fetched.
   * @param groups  pages that are used together, in the order of their use, and their lengths when
   *   decompressed; 0 where this thread is to do it
   * @returns a lot for each group, to be settled before it is used
   */
  share(groups: readonly ReadonlyMap<Page, number>[]): Lot[] {
    const unpacking = this.#unpacking;
    if (unpacking === undefined) return [];
    const places: Page[][] = [];
    const lots = unpacking.add(
      groups.map((group) => {
        const pages = [...group].flatMap(([page, length]) => {
          const packed = this.#packedPage(page, length);
          return packed && unpacking.helps(packed.packed) ? [packed] : [];
        });
        places.push(pages.map(({ page }) => page));
        return pages.map(({ packed }) => packed);
      }),
    );
    for (const [i, { parcels }] of lots.entries()) {
      for (const [j, parcel] of parcels.entries()) this.#parcels.set(places[i][j], parcel);
    }
    return lots;
  }

  /** What `open` finds out again, where it can be decompressed. */
  #packedPage(page: Page, length: number): { page: Page; packed: Packed } | undefined {
    const bytes = this.#bytes.get(page)?.subarray(0, page.size);
    if (bytes === undefined || length === 0 || page.size === length) return undefined;
    try {
      return { page, packed: { bytes, frames: readFrames(bytes, length), length } };
    } catch {
      // An error of `open`, which knows the place.
      return undefined;
    }
  }

  /**
   * The pages of a piece in order, their sizes checked before anything is reserved for them.
   * @throws FormatError
   */
  open(piece: Piece, column: FieldColumn): OpenPage[] {
    return piece.pages.map((placedPage) => {
      const { page, cluster, length } = placedPage;
      const path = `${this.where}:${column.path}: cluster ${cluster.index}, page ${page.index}`;
      const bytes = this.#bytes.get(page);
      if (bytes === undefined) {
        if (!this.isDirect(placedPage)) throw new Error(`${path} was not fetched`);
        return { ...placedPage, path, bytes, frames: [] };
      }
      try {
        const payload = bytes.subarray(0, page.size);
        const frames = page.size === length ? [] : readFrames(payload, length);
        return { ...placedPage, path, bytes, frames };
      } catch (error) {
        throw placed(error, path, page.range.position);
      }
    });
  }

  /**
   * Verifies and decompresses a page.
   *
   * @returns where its bytes lie until the next call
   * @throws FormatError when its checksum differs or it cannot be decompressed
   */
  unpack(page: OpenPage): Address {
    const packed = this.#verified(page);
    if (page.frames.length === 0) return packed.address;
    this.#ready?.dispose();
    this.#ready = this.#take(page);
    if (this.#ready !== undefined) return this.#ready.address;
    this.#unpacked = grown(this.#unpacked, page.length);
    this.#decompress(page, packed, this.#unpacked, 0);
    return this.#unpacked.address;
  }

  /**
   * Verifies a page without decompressing it.
   *
   * @returns where its bytes lie, as they are on file, until the next call
   * @throws FormatError when its checksum differs
   */
  stored(page: OpenPage): Address {
    return this.#verified(page).address;
  }

  /** As `unpack`, into elements `at` and following of a column of bytes. */
  unpackInto(page: OpenPage, target: Column<"uint8">, at: number): void {
    if (page.frames.length > 0) {
      const packed = this.#verified(page);
      const ready = this.#take(page);
      if (ready === undefined) this.#decompress(page, packed, target, at);
      else target.view().set(ready.view(), at);
      ready?.dispose();
      return;
    }
    const address = offsetAddress(target.address, at);
    this.#copy(page, address);
    this.#verify(page, address);
  }

  /** Frees all of it; no read may be under way. */
  dispose(): void {
    this.#packed?.dispose();
    this.#unpacked?.dispose();
    this.#ready?.dispose();
    this.#parcels.clear();
    this.#bytes.clear();
    this.#buffers.end();
  }

  /** The bytes of a page that another thread has unpacked; they outlive the scope of the field. */
  #take({ page }: OpenPage): Column<"uint8"> | undefined {
    const ready = this.#parcels.get(page)?.take();
    return ready && keep(ready);
  }

  /** The bytes of a page as they are on file; its checksum is verified. */
  #verified(page: OpenPage): Column<"uint8"> {
    const packed = grown(this.#packed, page.page.range.length);
    this.#packed = packed;
    this.#copy(page, packed.address);
    this.#verify(page, packed.address);
    return packed;
  }

  /**
   * The bytes of a page into linear memory, with its checksum behind them: there is room for that
   * behind every column, and pages come in order.
   */
  #copy({ page, bytes }: OpenPage, address: Address): void {
    const { position, length } = page.range;
    const target = new Uint8Array(kernels.memory.buffer, address, length);
    if (bytes === undefined) this.#readNow?.(position, target);
    else target.set(bytes);
  }

  #verify({ page, path }: OpenPage, address: Address): void {
    if (!page.checked) return;
    const view = new DataView(kernels.memory.buffer, address + page.size, 8);
    const stored = view.getBigUint64(0, true);
    const hash = BigInt.asUintN(64, kernels.codec_xxhash3(address, page.size));
    if (hash === stored) return;
    throw new FormatError(
      `${path}: its XXH3 checksum differs: ${hex(stored)} is stored, its ${page.size} bytes give ${hex(hash)}`,
      { path, at: page.range.position },
    );
  }

  #decompress(
    { page, frames, path }: OpenPage,
    packed: Column<"uint8">,
    target: Column<"uint8">,
    at: number,
  ): void {
    let to = at;
    try {
      for (const { codec, start, stop, length } of frames) {
        codecs[codec](packed.view().subarray(start, stop), target, to, length);
        to += length;
      }
    } catch (error) {
      throw placed(error, path, page.range.position);
    }
  }
}

/** Smaller pages are fetched together with others. */
const DIRECT_BYTES = 16 * 1024;
const LEAST = 65536;

function grown(column: Column<"uint8"> | undefined, length: number): Column<"uint8"> {
  if (column !== undefined && column.length >= length) return column;
  column?.dispose();
  // Outlives the scope of the field that is read.
  return keep(reserve("uint8", Math.max(LEAST, length)));
}
