import { CodecError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { targetAddress } from "./codec.ts";

interface NodeZlib {
  inflateSync(
    bytes: Uint8Array,
    options: { info: true; maxOutputLength: number },
  ): { buffer: Uint8Array; engine: { bytesWritten: number } };
}

const nodeZlib = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
).process?.getBuiltinModule?.("node:zlib") as NodeZlib | undefined;

/**
 * The zlib format (RFC 1950) with its Adler-32 verified, as ROOT stores it behind the header of a
 * `ZL` frame.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 */
export function zlib(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  targetAddress(target, at, length);
  if (nodeZlib === undefined) throw new CodecError("zlib", "node:zlib is not there");
  let result: ReturnType<NodeZlib["inflateSync"]>;
  try {
    result = nodeZlib.inflateSync(compressed, { info: true, maxOutputLength: length + 1 });
  } catch (cause) {
    throw new CodecError("zlib", cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const { buffer, engine } = result;
  if (buffer.length !== length) {
    throw new CodecError("zlib", `decompresses to ${buffer.length} bytes, not ${length}`);
  }
  if (engine.bytesWritten !== compressed.length) {
    throw new CodecError(
      "zlib",
      `ends after ${engine.bytesWritten} of its ${compressed.length} bytes`,
    );
  }
  target.view().set(buffer, at);
}
