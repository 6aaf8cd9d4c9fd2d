// What can be wrong with LZMA2 data. `src/codec/xz.ts` has the words, in this order from 1.

export const TRUNCATED: i32 = 1;
export const CONTROL: i32 = 2;
export const PROPERTIES: i32 = 3;
export const TOO_LONG: i32 = 4;
export const RANGE: i32 = 5;
export const DISTANCE: i32 = 6;
export const LENGTH: i32 = 7;
