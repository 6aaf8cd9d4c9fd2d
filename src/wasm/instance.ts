import { instantiateSync } from "@assemblyscript/loader";
import { base64 } from "./binary.ts";
import type { Kernels } from "./kernels.ts";

const text = atob(base64);
const bytes = new Uint8Array(text.length);
// Not `Uint8Array.from`, which took a tenth of the start of a program (measured: 20 ms, and this 2 ms).
for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);

/**
 * The kernels of `assembly/`, instantiated once per thread and synchronously.
 *
 * These are the instance's own exports: the loader's wrappers (`.exports`) count arguments at each
 * call. The loader supplies the imports, and turns an abort into an error with its message.
 */
export const kernels: Kernels = instantiateSync<Record<string, unknown>>(bytes, {}).instance
  .exports as unknown as Kernels;
