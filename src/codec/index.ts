export { adler32 } from "./adler32.ts";
export type { Codec } from "./codec.ts";
export { lz4 } from "./lz4.ts";
export { threadUsage } from "./unpack-threads.ts";
export { xxhash3 } from "./xxhash3.ts";
export { xxhash64 } from "./xxhash64.ts";
export { xz } from "./xz.ts";
export { zlib } from "./zlib.ts";
export { zstd } from "./zstd.ts";
