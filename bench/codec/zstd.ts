// Decompression beside the peer's: HEPWASM_PYTHON=... npx tsx bench/codec/zstd.ts [--quick]
import { zstd } from "../../src/codec/zstd.ts";
import { type DecompressionRow, decompressionRows, printAlone } from "../decompression.ts";

/** ZSTD at ROOT's usual level, for `bench/main.ts`. */
export async function* rows({ quick }: { quick: boolean }): AsyncGenerator<DecompressionRow> {
  yield* decompressionRows("zstd", zstd, 5, quick);
}

printAlone(import.meta.url, (quick) => decompressionRows("zstd", zstd, 5, quick));
