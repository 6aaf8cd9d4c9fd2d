import { MemoryError } from "../errors.ts";
import type { Address } from "./address.ts";
import { Allocator } from "./allocator.ts";
import { canCollect, collectGarbage } from "./collect.ts";
import { kernels } from "./instance.ts";

const allocator = new Allocator(kernels.memory, kernels.wasm_heap_base() >>> 0);

const DEFAULT_SOFT_LIMIT = 2 ** 31;
let softLimit = DEFAULT_SOFT_LIMIT;
/** Used bytes at which unreachable handles are looked for; rises when a search finds little. */
let collectAt = softLimit;

/** A block of linear memory with the number of handles that share it. */
export class SharedBlock {
  readonly address: Address;
  readonly byteLength: number;
  #users = 1;

  constructor(address: Address, byteLength: number) {
    this.address = address;
    this.byteLength = byteLength;
  }

  retain(): this {
    this.#users++;
    return this;
  }

  /** The last user frees the block. */
  release(): void {
    if (--this.#users === 0) allocator.release(this.address);
  }
}

/** What a handle owns, apart from the handle itself, so that it can outlive it. */
export class Hold {
  readonly block: SharedBlock;
  #held = true;
  #watched = false;
  #weak: WeakRef<object> | undefined;

  constructor(block: SharedBlock) {
    this.block = block;
    holds.add(this);
  }

  get held(): boolean {
    return this.#held;
  }

  /** Whether its handle was collected. */
  get unreachable(): boolean {
    return this.#watched && this.#weak?.deref() === undefined;
  }

  /**
   * From now on the block is freed when the handle is collected. A scope's handles are not watched: it holds
   * them, and what the collector is told of a handle costs far more than the rest of it.
   */
  watch(handle: object): void {
    if (this.#watched || !this.#held) return;
    this.#watched = true;
    // Only where a search can be made.
    if (canCollect) this.#weak = new WeakRef(handle);
    collected.register(handle, this, this);
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    holds.delete(this);
    if (this.#watched) collected.unregister(this);
    this.block.release();
  }
}

const holds = new Set<Hold>();
const collected = new FinalizationRegistry<Hold>((hold) => hold.release());

/**
 * Reserves a block, with unknown content and 64 bytes of slack behind it.
 *
 * @throws MemoryError when memory is exhausted; nothing has changed then
 */
export function allocate(byteLength: number): SharedBlock {
  if (allocator.usedBytes + byteLength > collectAt) {
    releaseUnreachable();
    collectAt = Math.max(softLimit, allocator.usedBytes + softLimit / 4);
  }
  let address = allocator.allocate(byteLength);
  if (address === undefined && releaseUnreachable() > 0) address = allocator.allocate(byteLength);
  if (address === undefined) {
    throw new MemoryError(
      `linear memory is exhausted: ${megabytes(byteLength)} MB asked for, ${megabytes(allocator.usedBytes)} MB held by ` +
        `${holds.size} live columns of at most 4096 MB. Work in smaller chunks, or free temporaries ` +
        "with scope(() => ...), dispose() or using",
      byteLength,
      allocator.usedBytes,
    );
  }
  return new SharedBlock(address, byteLength);
}

/** Releases what unreachable handles hold; returns the bytes that came free. */
function releaseUnreachable(): number {
  if (!collectGarbage()) return 0;
  const before = allocator.usedBytes;
  for (const hold of holds) {
    if (hold.unreachable) hold.release();
  }
  return before - allocator.usedBytes;
}

/** What linear memory holds now. */
export interface MemoryUsage {
  /** Live column handles. */
  readonly columns: number;
  /** Bytes in blocks held by handles, slack included. */
  readonly usedBytes: number;
  /** Bytes of linear memory that the instance has taken from the system; never shrinks. */
  readonly totalBytes: number;
}

/** @returns live handles and bytes of this thread's instance */
export function memoryUsage(): MemoryUsage {
  return {
    columns: holds.size,
    usedBytes: allocator.usedBytes,
    totalBytes: kernels.memory.buffer.byteLength,
  };
}

/**
 * Sets the bytes in use at which unreachable handles are searched and freed (default 2 GiB). Only
 * work outside any `scope` meets it; where the engine offers no synchronous search (browsers),
 * handles are freed when the collector reports them.
 *
 * @param bytes  at most 4 GiB, or `undefined` for the default
 */
export function setSoftMemoryLimit(bytes: number | undefined): void {
  softLimit = bytes ?? DEFAULT_SOFT_LIMIT;
  collectAt = softLimit;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
