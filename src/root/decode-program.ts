// Runs programs over baskets: memory and checks here, the loop in assembly/root/program.ts.
import type { Layout } from "../array/layout.ts";
import { FormatError, UnsupportedError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnFrom, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { offsetsAt } from "./basket.ts";
import type { Piece } from "./decode.ts";
import * as op from "./opcodes.ts";
import { layoutOf } from "./plan.ts";
import type { Program } from "./program.ts";

/** Objects of another version of a class than the program expects. */
export class OtherVersion extends Error {
  readonly className: string;
  readonly version: number;
  readonly checksum: number;
  /** Whether it is the object of an entry: what looks like its frame may be that of its first member. */
  readonly outermost: boolean;

  constructor(className: string, version: number, checksum: number, outermost: boolean) {
    super(`objects of class ${className}, version ${version}`);
    this.className = className;
    this.version = version;
    this.checksum = checksum;
    this.outermost = outermost;
  }
}

/** What may be objects with their version in front, and no byte count. */
export class BareVersions extends Error {}

/** A basket, and where its entries are. */
interface Input {
  readonly piece: Piece;
  readonly bytes: Column<"uint8">;
  /** Big-endian offsets of entries from 0 on; none where entries follow each other. */
  readonly raw: Address | undefined;
  /** What the offsets are too large by. */
  readonly shift: number;
}

/**
 * Where entries begin and the last ends, for baskets without offsets: big-endian integers of 4 bytes,
 * from 0; undefined where it is not known. The caller frees them.
 */
export type EntryOffsets = (piece: Piece) => Column<"uint8"> | undefined;

/**
 * Reads entries by a program.
 *
 * @param offsets  of the entries of baskets without offsets
 * @throws FormatError with the entry that contradicts the program
 * @throws OtherVersion when the objects are of another version than expected
 * @throws BareVersions when the first bytes are the version that is expected
 */
export function decodeProgram(
  pieces: readonly Piece[],
  program: Program,
  offsets: EntryOffsets,
): Layout {
  const run = new Run(program);
  const n = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  const total = pieces.reduce((sum, { basket }) => sum + basket.border, 0);
  let done = 0;
  for (const piece of pieces) {
    const { basket } = piece;
    const bytes = basket.unpack();
    if (program.bareVersion !== undefined && basket.border >= 2) {
      const [high, low] = bytes.view();
      if (high * 256 + low === program.bareVersion) throw new BareVersions();
    }
    let made: Column<"uint8"> | undefined;
    let raw: Address | undefined;
    let shift = basket.keylen;
    if (basket.hasOffsets) raw = offsetAddress(bytes.address, offsetsAt(basket, bytes));
    else {
      made = offsets(piece);
      raw = made?.address;
      shift = 0;
    }
    run.read({ piece, bytes, raw, shift });
    bytes.dispose();
    made?.dispose();
    done += basket.border;
    run.expect(total / done);
  }
  return layoutOf(program.plan, run.finish(), n);
}

/** Room for a column of which nothing is known. */
const FIRST_ROOM = 64;

class Run {
  readonly #program: Program;
  readonly #words: Column;
  readonly #state: Column<"uint32">;
  readonly #columns: Column[];
  /** Elements written. */
  readonly #counts: number[];

  constructor(program: Program) {
    this.#program = program;
    this.#words = columnFrom(program.words);
    this.#state = reserve("uint32", op.STATE_WORDS);
    this.#columns = program.targets.map(({ dtype }) => reserve(dtype, FIRST_ROOM));
    this.#counts = program.targets.map(({ isOffsets }) => (isOffsets ? 1 : 0));
    for (const [i, { isOffsets }] of program.targets.entries()) {
      if (isOffsets) this.#columns[i].view()[0] = 0;
    }
  }

  /** Appends the entries of a piece. */
  read(input: Input): void {
    const { from, to, basket } = input.piece;
    if (input.raw !== undefined) {
      this.#run(input, offsetAddress(input.raw, 4 * from), 0, to - from, to < basket.entries, from);
      return;
    }
    const before = [...this.#counts];
    const skipped = from > 0 ? this.#run(input, 0 as Address, 0, from, true, 0) : 0;
    this.#counts.splice(0, before.length, ...before);
    this.#run(input, 0 as Address, skipped, to - from, to < basket.entries, from);
  }

  /**
   * Entries from byte `start` on; where a column is full, again from there with more room.
   *
   * @returns the byte behind them
   */
  #run(
    { piece, bytes, shift }: Input,
    raw: Address,
    start: number,
    n: number,
    more: boolean,
    from: number,
  ): number {
    for (;;) {
      const table = this.#table();
      const status = kernels.root_program(
        this.#words.address,
        this.#words.length,
        table.address,
        this.#state.address,
        offsetAddress(bytes.address, start),
        piece.basket.border - start,
        raw,
        shift,
        more ? 1 : 0,
        n,
      );
      const state = this.#state.view();
      if (status === 0) {
        const entries = table.view();
        for (let i = 0; i < this.#counts.length; i++) this.#counts[i] = entries[3 * i + 1];
        table.dispose();
        return start + state[op.STATE_AT];
      }
      const detail = [...state.subarray(op.STATE_DETAIL, op.STATE_DETAIL + 3)];
      const entry = from + status - 1;
      if (state[op.STATE_REASON] === op.COLUMN_FULL) {
        const written = this.#counts.map((_, i) => table.view()[3 * i + 1]);
        table.dispose();
        written[detail[0]] += detail[1];
        this.#grow(written, detail[0], n / status, piece);
        continue;
      }
      if (state[op.STATE_REASON] === op.VERSION) {
        const outermost = state[op.STATE_FRAME] === op.OUTERMOST;
        throw new OtherVersion(this.#program.classes[detail[0]], detail[1], detail[2], outermost);
      }
      throw badEntry(piece, entry, start + state[op.STATE_AT], state[op.STATE_REASON], detail);
    }
  }

  #table(): Column<"uint32"> {
    const table = reserve("uint32", 3 * this.#columns.length);
    const entries = table.view();
    for (const [i, column] of this.#columns.entries()) {
      entries[3 * i] = column.address;
      entries[3 * i + 1] = this.#counts[i];
      entries[3 * i + 2] = column.length;
    }
    return table;
  }

  /**
   * Column `full` needs more than it has, and others will: all entries need about `ratio` times what
   * those until now do. No column gets more than the basket's bytes can need.
   */
  #grow(needed: readonly number[], full: number, ratio: number, { basket }: Piece): void {
    for (const [i, { storedBytes }] of this.#program.targets.entries()) {
      const before = this.#counts[i];
      const most = before + Math.ceil(basket.border / storedBytes) + basket.entries;
      const likely = before + Math.ceil(1.1 * ratio * (needed[i] - before));
      const least = i === full ? Math.max(needed[i], 2 * this.#columns[i].length) : 0;
      const wanted = Math.min(Math.max(likely, least), most);
      if (wanted > this.#columns[i].length) this.#resize(i, Math.max(wanted, needed[i]));
    }
  }

  #resize(i: number, length: number): void {
    const column = this.#columns[i];
    const next = reserve(column.dtype, length);
    const kept = column.slice(0, this.#counts[i]);
    (next.view() as Uint8Array).set(kept.view() as Uint8Array);
    kept.dispose();
    column.dispose();
    this.#columns[i] = next;
  }

  /** Room for what is still to come: all of it is `ratio` times what was read. */
  expect(ratio: number): void {
    if (!(ratio > 1 && Number.isFinite(ratio))) return;
    for (const [i, count] of this.#counts.entries()) {
      const wanted = Math.ceil(1.05 * ratio * count);
      // Doubling takes care of small differences.
      if (wanted > 1.5 * this.#columns[i].length) this.#resize(i, wanted);
    }
  }

  /** The columns, as long as what was written. */
  finish(): Column[] {
    this.#words.dispose();
    this.#state.dispose();
    return this.#columns.map((column, i) => {
      const count = this.#counts[i];
      if (count === column.length) return column;
      const spare = (column.length - count) * itemSize(column.dtype);
      if (spare > 4096 && count < 0.75 * column.length) {
        this.#resize(i, count);
        return this.#columns[i];
      }
      const kept = column.slice(0, count);
      column.dispose();
      return kept;
    });
  }
}

function badEntry(
  { basket }: Piece,
  entry: number,
  at: number,
  reason: number,
  [first, second]: readonly number[],
): Error {
  const { place } = basket;
  const path = `${place.path}:${place.start + entry}`;
  const where = `at byte ${at} of the basket (entry ${entry} of it)`;
  const error = (words: string): FormatError =>
    new FormatError(`${path}: ${words} ${where}`, { path, at: place.record?.position });
  switch (reason) {
    case op.ENDED:
      return error(`${first} bytes are needed, ${second} are left`);
    case op.TOO_MANY:
      return error(`a count of ${first}, with ${second} bytes left`);
    case op.BYTE_COUNT:
      return error("a byte count contradicts the bytes of the object");
    case op.LEFT_OVER:
      return error(`${first} bytes are left over`);
    case op.OFFSETS:
      return error("the offset of the entry contradicts those around it");
    case op.SHARED:
      return error("a pointer to an object without a length");
    default:
      return new UnsupportedError(
        `${path}: objects stored member by member, which their members do not allow, ${where}`,
        "member-wise",
      );
  }
}
