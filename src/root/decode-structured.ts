import type { Layout } from "../array/layout.ts";
import { FormatError, UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { infosOf } from "./class-schema.ts";
import type { Piece } from "./decode.ts";
import { BareVersions, decodeProgram, type EntryOffsets, OtherVersion } from "./decode-program.ts";
import type { StreamerInfo } from "./jsroot.ts";
import { leastBytes } from "./plan.ts";
import { compile, type Frames, type Program } from "./program.ts";
import type { Schema } from "./schema.ts";
import type { StructuredInterpretation } from "./structured.ts";

/** A column of counts, from entry `start` on. */
export interface Counts {
  readonly data: Column;
  readonly start: number;
}

/** What a branch knows besides its baskets. */
export interface StructuredContext {
  /** `file:tree:branch`. */
  readonly path: string;
  readonly typename: string;
  /** Lengths of its lists, for baskets without offsets. */
  readonly lengths?: Counts | undefined;
  /** Where its entries lie, for a single basket without offsets; see `EntryOffsets`. */
  readonly offsets?: Column<"uint8"> | undefined;
}

/** Programs of the newest versions of all classes: one for each branch. */
const programs = new WeakMap<StructuredInterpretation, Program>();

/** More classes than the objects of one branch have. */
const MAX_RETRIES = 1000;
/** Bytes that are read again for other versions, at most, unless it is once or twice. */
const MAX_REREAD = 2 ** 30;

/**
 * Reads the entries of a branch. Objects are taken to be of the newest version of their class that
 * the file describes; where they are of another, all is read again by that.
 *
 * @throws FormatError with the entry that contradicts its type
 * @throws UnsupportedError when objects of one class are of several versions
 */
export function decodeStructured(
  pieces: readonly Piece[],
  interpretation: StructuredInterpretation,
  context: StructuredContext,
): Layout {
  try {
    return decodeAs(pieces, interpretation, context, false);
  } catch (error) {
    // Such objects are rare, and any bytes may look like them: what comes of it must be right as a whole.
    const looksSo = error instanceof BareVersions;
    if (!looksSo && !(error instanceof FormatError)) throw error;
    try {
      return decodeAs(pieces, interpretation, context, true);
    } catch {
      if (!looksSo) throw error;
    }
    return decodeAs(pieces, interpretation, context, undefined);
  }
}

/** @param versioned  whether objects without a frame have their version; undefined: they do not */
function decodeAs(
  pieces: readonly Piece[],
  interpretation: StructuredInterpretation,
  context: StructuredContext,
  versioned: boolean | undefined,
): Layout {
  const versions = new Map<string, StreamerInfo>();
  const schema = interpretation.schema(versions);
  let frameless = versioned !== true && isFrameless(pieces, schema);
  const offsets = entryOffsets(interpretation, context);
  const total = pieces.reduce((sum, { basket }) => sum + basket.border, 0);
  for (let i = 0; i < MAX_RETRIES && (i < 10 || i * total < MAX_REREAD); i++) {
    const frames = { frameless, versioned: versioned === true };
    let program = programOf(interpretation, versions, frames, context);
    if (versioned === undefined) program = { ...program, bareVersion: undefined };
    try {
      return scope(() => decodeProgram(pieces, program, offsets));
    } catch (error) {
      if (!(error instanceof OtherVersion)) throw error;
      const { className, outermost } = error;
      const found = infoFor(error, interpretation);
      if (found === undefined && outermost) {
        frameless = true;
        continue;
      }
      if (versions.has(className)) {
        throw new UnsupportedError(
          `${context.path}: objects of several versions of class ${className} in one branch`,
          context.typename,
        );
      }
      versions.set(className, found ?? anyVersion(className, interpretation));
    }
  }
  throw new UnsupportedError(`${context.path}: objects of too many classes`, context.typename);
}

/** A byte count and a version. */
const FRAME_BYTES = 6;

/**
 * Whether the entries are too short for frames: ROOT writes a whole object of a class without a
 * Streamer of its own, such as `std::complex`, without one. Its first bytes may look like one.
 */
function isFrameless(pieces: readonly Piece[], schema: Schema): boolean {
  if (schema.kind !== "object" || !schema.framed) return false;
  const framed = leastBytes(schema) + FRAME_BYTES;
  return pieces.some(({ basket }) => basket.border < basket.entries * framed);
}

function programOf(
  interpretation: StructuredInterpretation,
  versions: ReadonlyMap<string, StreamerInfo>,
  frames: Frames,
  { path, typename }: StructuredContext,
): Program {
  const usual = versions.size === 0 && !frames.frameless && !frames.versioned;
  const known = usual ? programs.get(interpretation) : undefined;
  if (known !== undefined) return known;
  const program = compile(interpretation.schema(versions), frames);
  if (program === undefined) {
    throw new UnsupportedError(`${path}: its objects have too many counters`, typename);
  }
  if (usual) programs.set(interpretation, program);
  return program;
}

/** The description of the objects met, where the file has it. */
function infoFor(
  { className, version, checksum }: OtherVersion,
  { streamers }: StructuredInterpretation,
): StreamerInfo | undefined {
  const infos = streamers === undefined ? [] : infosOf(className, streamers);
  return infos.find(({ fClassVersion, fCheckSum }) =>
    version === 0 ? fCheckSum >>> 0 === checksum : fClassVersion === version,
  );
}

/** The newest description, for objects of a version that the file does not describe. */
function anyVersion(className: string, { streamers }: StructuredInterpretation): StreamerInfo {
  const infos = streamers === undefined ? [] : infosOf(className, streamers);
  const [newest] = [...infos].sort((a, b) => b.fClassVersion - a.fClassVersion);
  return { ...newest, fClassVersion: -1 };
}

function entryOffsets(
  { counted }: StructuredInterpretation,
  { lengths, offsets }: StructuredContext,
): EntryOffsets {
  if (offsets !== undefined) return () => offsets.slice(0, offsets.length);
  if (counted === undefined || lengths === undefined) return () => undefined;
  return ({ basket }) => {
    const first = basket.place.start - lengths.start;
    const view = lengths.data.view();
    return offsetsOf(
      Int32Array.from({ length: basket.entries }, (_, i) => {
        return Number(view[first + i]) * counted.bytes;
      }),
    );
  };
}

/** Offsets as baskets have them, from the bytes of each entry. */
function offsetsOf(sizes: Int32Array): Column<"uint8"> {
  const column = reserve("uint8", 4 * sizes.length + 4);
  const all = column.view();
  const view = new DataView(all.buffer, all.byteOffset);
  let sum = 0;
  for (const [i, size] of sizes.entries()) {
    view.setUint32(4 * i, sum);
    sum += size;
  }
  view.setUint32(4 * sizes.length, sum);
  return column;
}
