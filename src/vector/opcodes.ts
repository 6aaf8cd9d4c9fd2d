// The language of assembly/vector/machine.ts: instructions of five words, the operation first, then
// the slot written, then up to three that are read. A slot is a place for the numbers of a block: a
// register, which each block uses again, or a stretch of a column. Both the compiler
// (vector/compile.ts) and the kernel take the numbers from here.

/** Elements that an instruction works on at a time: registers are f64[BLOCK]. */
export const BLOCK = 128;
/** Words of an instruction. */
export const WORDS = 5;

/** A column of f32 into a register. */
export const LOAD_F32 = 1;
/** Elements of a column at the positions of another (i32). */
export const GATHER_F64 = 2;
export const GATHER_F32 = 3;
/** Numbers as they are. */
export const COPY = 4;
/** A mask into a column of bool. */
export const STORE_BOOL = 5;

export const ADD = 6;
export const SUBTRACT = 7;
export const MULTIPLY = 8;
export const DIVIDE = 9;
/** NaN if one is NaN. */
export const MINIMUM = 10;
export const MAXIMUM = 11;
/** The size of the first with the sign of the second. */
export const COPYSIGN = 12;
/** The first, or the second where the first is NaN. */
export const FILL = 13;
// Masks: all bits of an element set, or none.
export const EQUAL = 14;
export const NOT_EQUAL = 15;
export const LESS = 16;
export const LESS_EQUAL = 17;
export const AND = 18;
export const OR = 19;

export const NEGATE = 20;
export const ABSOLUTE = 21;
export const SQRT = 22;
/** -1, 0, 1 or NaN. */
export const SIGN = 23;
/** An angle into [-pi, pi), as Python's (x + pi) % (2 pi) - pi. */
export const RECTIFY = 24;

export const SIN = 25;
export const COS = 26;
/** Sine into the slot written, cosine into the last slot. */
export const SINCOS = 27;
export const TAN = 28;
export const EXP = 29;
export const LOG = 30;
export const SINH = 31;
export const ASINH = 32;
/** Angle of the point (second, first). */
export const ATAN2 = 33;
export const ARCCOS = 34;
