import type { Address } from "./address.ts";

/** Every block starts at a multiple of this, a cache line. */
const ALIGNMENT = 64;
/** Bytes behind every block that kernels may overwrite (overlapping 16-byte stores) or read. */
const SLACK = 64;
const PAGE = 65536;
/** 4 GiB less one page, so that no end of a block is 2^32, which is 0 in a kernel. */
const MAX_BYTES = 65535 * PAGE;
/**
 * Memory grows by a quarter, within these limits: growth detaches every view and makes the collector
 * run, and pages that are never touched cost nothing.
 */
const MIN_GROWTH = 4 * 1024 * 1024;
const MAX_GROWTH = 128 * 1024 * 1024;
/** Blocks looked at in a size class before the next larger class is taken. */
const SEARCH_LIMIT = 16;

/** A piece of memory, used or free; its neighbours by address. */
interface Block {
  address: number;
  size: number;
  free: boolean;
  before: Block | undefined;
  after: Block | undefined;
}

/**
 * Hands out blocks of linear memory.
 *
 * A boundary-tag allocator whose tags live outside the memory, so that a kernel gone wrong cannot
 * damage them: free blocks lie in classes by power of two, neighbours that become free are joined.
 * Allocation and release take constant time.
 */
export class Allocator {
  readonly #memory: WebAssembly.Memory;
  readonly #used = new Map<number, Block>();
  readonly #classes: Set<Block>[] = Array.from({ length: 33 }, () => new Set());
  #top: number;
  #last: Block | undefined;
  #usedBytes = 0;

  /**
   * @param memory  the memory of the instance; this allocator alone grows it
   * @param base  first free address
   */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.#memory = memory;
    this.#top = roundUp(base, ALIGNMENT);
  }

  /** Bytes in blocks that are in use, slack included. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /**
   * A block of at least `bytes` bytes, with unknown content, or `undefined` when memory is
   * exhausted (nothing has changed then).
   */
  allocate(bytes: number): Address | undefined {
    const size = roundUp(bytes + SLACK, ALIGNMENT);
    const block = this.#find(size) ?? this.#extend(size);
    if (block === undefined) return undefined;
    this.#split(block, size);
    block.free = false;
    this.#used.set(block.address, block);
    this.#usedBytes += block.size;
    return block.address as Address;
  }

  /** Takes a block back. */
  release(address: Address): void {
    const block = this.#used.get(address);
    if (block === undefined) throw new Error(`no block at ${address}: released twice?`);
    this.#used.delete(address);
    this.#usedBytes -= block.size;
    block.free = true;
    const { before, after } = block;
    if (after?.free) {
      this.#leave(after);
      this.#absorb(block, after);
    }
    if (before?.free) {
      this.#leave(before);
      this.#absorb(before, block);
      this.#enter(before);
    } else {
      this.#enter(block);
    }
  }

  #find(size: number): Block | undefined {
    const first = classOf(size);
    let looked = 0;
    for (const block of this.#classes[first]) {
      if (block.size >= size) return this.#leave(block);
      if (++looked === SEARCH_LIMIT) break;
    }
    for (let larger = first + 1; larger < this.#classes.length; larger++) {
      for (const block of this.#classes[larger]) return this.#leave(block);
    }
    // The classes above are empty and the search above was cut short: look at the rest.
    for (const block of this.#classes[first]) {
      if (block.size >= size) return this.#leave(block);
    }
    return undefined;
  }

  /** A free block at the end, made by growing the memory where needed. */
  #extend(size: number): Block | undefined {
    const tail = this.#last?.free ? this.#last : undefined;
    const start = tail === undefined ? this.#top : tail.address;
    const end = start + size;
    if (end > MAX_BYTES) return undefined;
    const present = this.#memory.buffer.byteLength;
    if (end > present) {
      const step = Math.min(Math.max(present / 4, MIN_GROWTH), MAX_GROWTH);
      const wanted = Math.min(MAX_BYTES, Math.max(end, present + roundUp(step, PAGE)));
      if (!this.#grow(wanted) && !this.#grow(end)) return undefined;
    }
    if (tail !== undefined) {
      this.#leave(tail);
      tail.size = size;
      this.#top = end;
      return tail;
    }
    const block = { address: start, size, free: true, before: this.#last, after: undefined };
    if (this.#last !== undefined) this.#last.after = block;
    this.#last = block;
    this.#top = end;
    return block;
  }

  #grow(bytes: number): boolean {
    const pages = Math.ceil((bytes - this.#memory.buffer.byteLength) / PAGE);
    try {
      this.#memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }

  /** Cuts `block` to `size`; the rest becomes a free block. */
  #split(block: Block, size: number): void {
    const rest = block.size - size;
    if (rest < ALIGNMENT + SLACK) return;
    const { after } = block;
    const tail = { address: block.address + size, size: rest, free: true, before: block, after };
    if (after !== undefined) after.before = tail;
    else this.#last = tail;
    block.after = tail;
    block.size = size;
    this.#enter(tail);
  }

  /** Joins `next`, which follows `block`, to it. */
  #absorb(block: Block, next: Block): void {
    block.size += next.size;
    block.after = next.after;
    if (next.after !== undefined) next.after.before = block;
    else this.#last = block;
  }

  #enter(block: Block): void {
    this.#classes[classOf(block.size)].add(block);
  }

  #leave(block: Block): Block {
    this.#classes[classOf(block.size)].delete(block);
    return block;
  }
}

/** Sizes 2^k to 2^(k+1) - 1 are class k. */
function classOf(size: number): number {
  return 31 - Math.clz32(size);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
