import { instantiateSync } from "@assemblyscript/loader";
import { base64 } from "./binary.ts";
import type { Kernels } from "./kernels.ts";

const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/**
 * The kernels of `assembly/`, instantiated once per thread and synchronously.
 *
 * These are the instance's own exports: the loader's wrappers (`.exports`) count arguments at each
 * call. The loader supplies the imports, and turns an abort into an error with its message.
 */
export const kernels: Kernels = instantiateSync<Record<string, unknown>>(bytes, {}).instance
  .exports as unknown as Kernels;
