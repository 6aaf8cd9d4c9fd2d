// What can be wrong with a frame. `src/codec/zstd.ts` has the words, in this order from 1.

export const TRUNCATED: i32 = 1;
export const NOT_ZSTD: i32 = 2;
export const RESERVED: i32 = 3;
export const DICTIONARY: i32 = 4;
export const TOO_LONG: i32 = 5;
export const TOO_SHORT: i32 = 6;
export const CONTENT_SIZE: i32 = 7;
export const CHECKSUM: i32 = 8;
export const BLOCK_SIZE: i32 = 9;
export const LITERALS: i32 = 10;
export const HUFFMAN: i32 = 11;
export const FSE: i32 = 12;
export const SEQUENCES: i32 = 13;
export const OFFSET: i32 = 14;
