import type { Address } from "../../wasm/address.ts";
import { kernels } from "../../wasm/instance.ts";

/**
 * Numbers turned around, from little-endian to big-endian or back.
 * @param size  bytes of each: 1, 2, 4 or 8
 */
export function swapNumbers(input: Address, out: Address, n: number, size: number): void {
  switch (size) {
    case 1:
      kernels.root_swap_8(input, out, n);
      break;
    case 2:
      kernels.root_swap_16(input, out, n);
      break;
    case 4:
      kernels.root_swap_32(input, out, n);
      break;
    default:
      kernels.root_swap_64(input, out, n);
  }
}
