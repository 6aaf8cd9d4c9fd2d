// The language of assembly/root/program.ts: instructions are words of 32 bits, the operation first.
// Both the compiler (root/program.ts) and the kernel take the numbers from here.
//
// `column` is the number of an output, or -1 where the value is read past. `words` is the length of
// the instructions behind, the body, which an instruction runs as often as it says.

/** size, column: one number. */
export const NUMBER = 1;
/** size, column, count: so many numbers. */
export const NUMBERS = 2;
/** size, column: as many numbers as the round of `EACH` has elements. */
export const EACH_NUMBER = 3;
/** size, column, register: one integer, kept in a register too. */
export const COUNTER = 4;
/** bytes of the length (1 or 4), column of offsets, column of bytes. */
export const TEXT = 5;
/** column, least bytes of an element, words: a stored count, the body for each element. */
export const LIST = 6;
/** column, size, column of numbers: a stored count and numbers. */
export const NUMBER_LIST = 7;
/** column, least bytes of an element, words: a stored count, the body once for all elements. */
export const SPLIT_LIST = 8;
/** words: the body for each element of the round. */
export const EACH = 9;
/** count, words. */
export const REPEAT = 10;
/** column, words: the body until the end of the entry or of the frame around. */
export const REST = 11;
/** class, version, checksum, kind, words: a frame of a byte count and a version, and the body in it. */
export const FRAME = 12;
/** class, version, checksum, words, words: a collection's frame, with its elements whole or split. */
export const COLLECTION = 13;
/** column of the identifier: a TObject. */
export const OBJECT = 14;
/** bytes. */
export const SKIP = 15;
/** A pointer to an object, which is read past. */
export const POINTER = 16;
/** column, register, kind, words: as many elements as the register says, the body once for all. */
export const COUNTED = 17;
/** result (4 or 8 bytes), column, bits, count, factor (two words), lowest (two words). */
export const PACKED = 18;
/** reason: what cannot be read. */
export const FAIL = 19;
/** column: the bits of a TObject. */
export const BITS = 21;
/** A class's name and a zero byte. */
export const CLASS_NAME = 20;

// Kinds of COUNTED.
/** The elements follow. */
export const PLAIN = 0;
/** A byte in front says whether they follow. */
export const FLAGGED = 1;
/** The register is the order of a symmetric matrix. */
export const TRIANGLE = 2;

// Kinds of FRAME. None need be there: then the body follows without.
export const FRAMED = 0;
/** What is in the frame is read past. */
export const OPAQUE = 1;
/** It ends where the entry ends; a frame that does not is part of the body. */
export const OUTERMOST = 2;
/** Instead of it there may be the version alone, but not nothing. */
export const VERSIONED = 3;

// Why a run ends.
export const ENDED = 1;
export const TOO_MANY = 2;
export const BYTE_COUNT = 3;
export const COLUMN_FULL = 4;
export const VERSION = 5;
export const SPLIT = 6;
export const LEFT_OVER = 7;
export const SHARED = 8;
export const OFFSETS = 9;

/** Registers for counters. */
export const REGISTERS = 64;

// Words of the state that a run leaves.
/** Why it ended; 0 at the end of the entries. */
export const STATE_REASON = 0;
/** Byte of the basket. */
export const STATE_AT = 1;
/** Column and elements needed, or class and version and checksum, or count and bytes left. */
export const STATE_DETAIL = 2;
/** Where a version ended the run: the kind of the frame. */
export const STATE_FRAME = 5;
export const STATE_REGISTERS = 8;
export const STATE_WORDS = 72;

/** Bytes of a column's entry in the table: address, elements written, elements it has room for. */
export const COLUMN_BYTES = 12;
