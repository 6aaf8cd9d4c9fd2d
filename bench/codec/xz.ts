// Decompression beside the peer's: HEPWASM_PYTHON=... npx tsx bench/codec/xz.ts [--quick]
import { xz } from "../../src/codec/xz.ts";
import { type DecompressionRow, decompressionRows, printAlone } from "../decompression.ts";

/** XZ at ROOT's usual level, for `bench/main.ts`. */
export async function* rows({ quick }: { quick: boolean }): AsyncGenerator<DecompressionRow> {
  yield* decompressionRows("xz", xz, 6, quick);
}

printAlone(import.meta.url, (quick) => decompressionRows("xz", xz, 6, quick));
