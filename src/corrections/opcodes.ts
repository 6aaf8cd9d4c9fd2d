// The language of assembly/corrections: a correction is words (i32) that refer to each other and to a
// pool of numbers (f64). Both the compiler (corrections/compile.ts) and the kernels take the numbers
// from here.
//
// A reference to content is the index of a node's first word, or ~i for the number i of the pool.
//
//   BINNING  flow, axes, bins, kind of contents, first content, whether all axes have records, then the
//            axes
//   CATEGORY input, keys, default reference, first key; keys ascend, their references follow them
//   FORMULA  program, first parameter (pool)
//   PRNG     distribution, inputs, then the inputs
//   TRANSFORM input, whether it is an integer, reference of the rule, reference of the content
//   NETWORK  inputs, layers, outputs, program of the finalizer, widest layer, first parameter of the
//            finalizer, then per input: input, whether it is an integer, offset and scale (pool); then
//            the layers
//   axis     input, whether it is an integer, kind, bins, first edge (pool), stride, first bucket, buckets,
//            first record (pool): of each bucket the edge within it, and the stride times the bin below that
//   program  instructions, result, inputs used, constants, then the inputs, then the instructions
//   instruction  operation, register written, first and second operand: a register, or ~i for input i;
//            the first registers, as many as there are constants, hold what does not depend on inputs

/** Elements that are worked on at a time: registers and blocks of inputs are f64[BLOCK]. */
export const BLOCK = 128;

export const BINNING = 1;
export const CATEGORY = 2;
export const FORMULA = 3;
export const PRNG = 4;
export const TRANSFORM = 5;
export const NETWORK = 6;

/** Words of a binning before its axes, and of an axis. */
export const BINNING_WORDS = 7;
export const AXIS_WORDS = 9;
/** Words of a program before its inputs, and of an instruction. */
export const PROGRAM_WORDS = 4;
export const INSTRUCTION_WORDS = 4;

// What becomes of values outside of a binning.
export const CLAMP = 0;
export const ERROR = 1;
export const WRAP = 2;
export const DEFAULT = 3;

/** Contents are references, or numbers in a row of the pool. */
export const REFERENCES = 0;
export const NUMBERS = 1;

/** Edges: low and high, or all of them, and then the low end and the scale of the buckets. */
export const UNIFORM = 0;
export const VARIABLE = 1;

// Distributions.
export const STDFLAT = 0;
export const STDNORMAL = 1;
export const NORMAL = 2;

// What went wrong, as the kernel reports it.
export const BELOW = 1;
export const ABOVE = 2;
export const NOT_FINITE = 3;
export const NO_KEY = 4;

// Operations of formulas. The number of the pool, or the parameter, stands for the first operand.
export const LITERAL = 1;
export const PARAMETER = 2;
export const NEGATE = 3;
export const LOG = 4;
export const LOG10 = 5;
export const EXP = 6;
export const ERF = 7;
export const SQRT = 8;
export const ABS = 9;
export const COS = 10;
export const SIN = 11;
export const TAN = 12;
export const ACOS = 13;
export const ASIN = 14;
export const ATAN = 15;
export const COSH = 16;
export const SINH = 17;
export const TANH = 18;
export const ACOSH = 19;
export const ASINH = 20;
export const ATANH = 21;
export const OR = 22;
export const AND = 23;
export const EQUAL = 24;
export const NOT_EQUAL = 25;
export const GREATER = 26;
export const LESS = 27;
export const GREATER_EQUAL = 28;
export const LESS_EQUAL = 29;
export const SUBTRACT = 30;
export const ADD = 31;
export const DIVIDE = 32;
export const MULTIPLY = 33;
export const POWER = 34;
export const ATAN2 = 35;
export const MAXIMUM = 36;
export const MINIMUM = 37;

// Layers of networks: words are operation, activation, inputs, outputs, first weight, first bias,
// parameter of the activation (pool), parts (maxout).
export const LAYER_WORDS = 8;
export const DENSE = 1;
export const NORMALIZATION = 2;
export const MAXOUT = 3;
export const HIGHWAY = 4;

// Activations.
export const LINEAR = 0;
export const SIGMOID = 1;
export const RECTIFIED = 2;
export const SOFTMAX = 3;
export const TANH_ACTIVATION = 4;
export const HARD_SIGMOID = 5;
export const ELU = 6;
export const LEAKY_RELU = 7;
export const SWISH = 8;
export const ABSOLUTE = 9;
