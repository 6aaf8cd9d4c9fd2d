import type { Codec } from "./codec.ts";
import { deflate } from "./deflate.ts";
import { lz4 } from "./lz4.ts";
import { xz } from "./xz.ts";
import { zlib } from "./zlib.ts";
import { zstd } from "./zstd.ts";

/** A codec by its name, as messages between threads have it. */
export type CodecName = "zlib" | "lz4" | "zstd" | "xz" | "deflate";

/** All codecs. */
export const codecs: Readonly<Record<CodecName, Codec>> = { zlib, lz4, zstd, xz, deflate };
