import type { Column } from "../wasm/column.ts";
import { keep } from "../wasm/scope.ts";
import { gainsTogether, type Packed, unpackAll } from "./packed.ts";
import type { Lot, Unpacker } from "./unpacking.ts";

/** Bytes that are decompressed together at most, unless they are two blocks. */
const TOGETHER_BYTES = 8 * 2 ** 20;

/**
 * Decompression by this thread alone: a block of zlib brings along others that are used soon, since
 * two are decoded side by side. Other blocks are left to whoever uses them.
 */
export class UnpackingAlone implements Unpacker {
  /** Blocks that wait, in the order of their use. */
  #waiting: AloneParcel[] = [];
  /** Blocks that are decompressed and were not taken. */
  readonly #ready = new Set<AloneParcel>();

  helps(block: Packed): boolean {
    return gainsTogether(block);
  }

  add(lots: readonly (readonly Packed[])[]): Lot[] {
    return lots.map((blocks) => {
      const parcels = blocks.map((packed) => new AloneParcel(this, packed));
      this.#waiting.push(...parcels.filter(({ packed }) => gainsTogether(packed)));
      return { parcels };
    });
  }

  async settle(): Promise<void> {}

  forget(lots: readonly Lot[]): void {
    const parcels = new Set(lots.flatMap((lot) => lot.parcels as readonly AloneParcel[]));
    this.#waiting = this.#waiting.filter((parcel) => !parcels.has(parcel));
    for (const parcel of parcels) this.#drop(parcel);
  }

  end(): void {
    this.#waiting = [];
    for (const parcel of this.#ready) this.#drop(parcel);
  }

  /** The bytes of a block, once; undefined where the caller is to decompress it itself. */
  take(parcel: AloneParcel): Column<"uint8"> | undefined {
    if (!this.#ready.has(parcel)) this.#unpackFrom(parcel);
    const { column } = parcel;
    // A handle of the scope that is open now.
    const taken = column?.slice(0, column.length);
    this.#drop(parcel);
    return taken;
  }

  #drop(parcel: AloneParcel): void {
    parcel.column?.dispose();
    parcel.column = undefined;
    this.#ready.delete(parcel);
  }

  /** Decompresses a block that waits, and those that follow. */
  #unpackFrom(first: AloneParcel): void {
    const start = this.#waiting.indexOf(first);
    if (start < 0) return;
    let stop = start;
    let bytes = 0;
    for (; stop < this.#waiting.length; stop++) {
      const { length } = this.#waiting[stop].packed;
      if (stop - start >= 2 && bytes + length > TOGETHER_BYTES) break;
      bytes += length;
    }
    const parcels = this.#waiting.splice(start, stop - start);
    // One alone is left to whoever uses it.
    if (parcels.length < 2) return;
    const columns = unpackAll(parcels.map(({ packed }) => packed));
    for (const [i, parcel] of parcels.entries()) {
      parcel.column = keep(columns[i]);
      this.#ready.add(parcel);
    }
  }
}

class AloneParcel {
  readonly #owner: UnpackingAlone;
  readonly packed: Packed;
  column: Column<"uint8"> | undefined;

  constructor(owner: UnpackingAlone, packed: Packed) {
    this.#owner = owner;
    this.packed = packed;
  }

  take(): Column<"uint8"> | undefined {
    return this.#owner.take(this);
  }
}
