import type { Column } from "../wasm/column.ts";
import { reserve } from "../wasm/column.ts";
import { keep } from "../wasm/scope.ts";
import { nextTurn } from "../wasm/thread.ts";
import { gainsTogether, type Packed, unpackAll } from "./packed.ts";
import { addClient, type Batch, refill, removeClient } from "./unpack-threads.ts";

/** Bytes, decompressed, that one message to a thread is made for. */
const BATCH_BYTES = 2 ** 20;
/** What is left of a lot, in bytes, is decompressed where it is used, without an intermediate copy. */
const REST_BYTES = 2 * 2 ** 20;

/** A block on its way. */
class Parcel {
  readonly packed: Packed;
  /** From a thread. */
  unpacked: Uint8Array | undefined;
  release: (() => void) | undefined;
  /** From here. */
  column: Column<"uint8"> | undefined;

  constructor(packed: Packed) {
    this.packed = packed;
  }

  /** The bytes in linear memory, once; undefined where the caller is to decompress them itself. */
  take(): Column<"uint8"> | undefined {
    const { column, unpacked } = this;
    if (column !== undefined) {
      this.column = undefined;
      return column;
    }
    if (unpacked === undefined) return undefined;
    const target = reserve("uint8", unpacked.length);
    target.view().set(unpacked);
    this.drop();
    return target;
  }

  drop(): void {
    this.column?.dispose();
    this.release?.();
    this.column = this.unpacked = this.release = undefined;
  }
}

/** Blocks that are needed together. */
export interface Lot {
  readonly parcels: readonly Pick<Parcel, "take">[];
}

/** Decompression of blocks that are not all needed at once. */
export interface Unpacker {
  /** Whether a block gains by being in a lot; only such blocks need be. */
  helps(block: Packed): boolean;
  /** Lots that are used soon, in this order. Their bytes must stay until `forget`. */
  add(lots: readonly (readonly Packed[])[]): Lot[];
  /** Resolves when a lot can be used. */
  settle(lot: Lot): Promise<void>;
  /** Frees what is left of lots that were used, or will not be. */
  forget(lots: readonly Lot[]): void;
  /** Frees everything. */
  end(): void;
}

class WaitingLot implements Lot {
  readonly parcels: readonly Parcel[];
  /** Parcels from `front` to `back - 1` wait: this thread takes them from the front, others from the back. */
  front = 0;
  back: number;
  /** Bytes that those that wait give. */
  waiting: number;
  /** Parcels that are in other threads. */
  away = 0;

  constructor(blocks: readonly Packed[]) {
    this.parcels = blocks.map((packed) => new Parcel(packed));
    this.back = blocks.length;
    this.waiting = blocks.reduce((sum, { length }) => sum + length, 0);
  }

  /** The first parcels that wait, of so many bytes or, where two gain by being together, two. */
  takeFront(bytes: number): Parcel[] {
    return this.#take(bytes, () => this.parcels[this.front++]);
  }

  /** As `takeFront`, the last ones. */
  takeBack(bytes: number): Parcel[] {
    return this.#take(bytes, () => this.parcels[--this.back]);
  }

  #take(bytes: number, next: () => Parcel): Parcel[] {
    const taken: Parcel[] = [];
    let length = 0;
    while (this.front < this.back) {
      const pair = taken.length === 1 && gainsTogether(taken[0].packed);
      if (taken.length > 0 && length >= bytes && !pair) break;
      const parcel = next();
      taken.push(parcel);
      length += parcel.packed.length;
    }
    this.waiting -= length;
    return taken;
  }
}

/**
 * Decompression by this thread and others side by side. Lots are used one after the other: this
 * thread begins with the first blocks, the others with the last ones of the first lots added, so that
 * little is copied and nobody waits for long. Which thread did what shows nowhere: what goes wrong in
 * another is tried again here, and fails here, where it is used.
 */
export class Unpacking implements Unpacker {
  /** Other threads. */
  readonly threads: number;
  /** Those with blocks that wait, in the order in which they were added. */
  readonly #groups: WaitingLot[][] = [];
  readonly #all = new Set<WaitingLot>();
  #news: () => void = () => {};
  #ended = false;

  /** @param threads  in all, this one included: from 2 on */
  constructor(threads: number) {
    this.threads = threads - 1;
    addClient(this);
  }

  helps(): boolean {
    return true;
  }

  /** Lots that are used soon, in this order. Their bytes must stay until `forget`. */
  add(lots: readonly (readonly Packed[])[]): Lot[] {
    const group = lots.map((blocks) => new WaitingLot(blocks));
    for (const lot of group) this.#all.add(lot);
    this.#groups.push(group);
    refill();
    return group;
  }

  /** Resolves when a lot can be used: nothing of it is in another thread, nor much left to do. */
  async settle(lot: Lot): Promise<void> {
    const wanted = lot as WaitingLot;
    // Messages are handed out between the lots.
    await nextTurn();
    while (wanted.away > 0 || wanted.waiting > REST_BYTES) {
      const own = wanted.waiting > REST_BYTES ? wanted : this.#firstWaiting();
      if (own === undefined) await this.#message();
      else {
        this.#unpackHere(own);
        await nextTurn();
      }
    }
    wanted.front = wanted.back;
    wanted.waiting = 0;
  }

  /** Frees what is left of lots that were used, or will not be. */
  forget(lots: readonly Lot[]): void {
    for (const lot of lots as readonly WaitingLot[]) {
      lot.front = lot.back;
      lot.waiting = 0;
      for (const parcel of lot.parcels) parcel.drop();
      this.#all.delete(lot);
    }
  }

  /** Frees everything. */
  end(): void {
    this.#ended = true;
    removeClient(this);
    this.forget([...this.#all]);
  }

  /** For the threads: the last blocks that wait of the first group that has some. */
  next(): Batch | undefined {
    const lot = this.#firstGroup()?.findLast(({ front, back }) => front < back);
    if (lot === undefined) return undefined;
    const parcels = lot.takeBack(BATCH_BYTES);
    lot.away += parcels.length;
    const back = (): void => {
      lot.away -= parcels.length;
      this.#news();
    };
    return {
      blocks: parcels.map(({ packed }) => packed),
      done: (unpacked, release) => {
        const wanted = !this.#ended && this.#all.has(lot);
        for (const [i, parcel] of parcels.entries()) {
          if (!wanted) release();
          else Object.assign(parcel, { unpacked: unpacked[i], release });
        }
        back();
      },
      failed: back,
    };
  }

  #unpackHere(lot: WaitingLot): void {
    const parcels = lot.takeFront(BATCH_BYTES / 2);
    // What is wrong with one is found again where it is used.
    const columns = unpackAll(parcels.map(({ packed }) => packed));
    for (const [i, parcel] of parcels.entries()) {
      const column = columns[i];
      if (column !== undefined) parcel.column = keep(column);
    }
  }

  #firstWaiting(): WaitingLot | undefined {
    return this.#firstGroup()?.find(({ front, back }) => front < back);
  }

  #firstGroup(): WaitingLot[] | undefined {
    for (;;) {
      const [group] = this.#groups;
      if (group === undefined || group.some(({ front, back }) => front < back)) return group;
      this.#groups.shift();
    }
  }

  #message(): Promise<void> {
    return new Promise((resolve) => {
      this.#news = resolve;
    });
  }
}
