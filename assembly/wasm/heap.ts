/** First free byte of linear memory: `src/wasm/allocator.ts` hands out blocks from here upward. */
export function wasm_heap_base(): usize {
  return __heap_base;
}
