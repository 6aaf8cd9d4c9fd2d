declare const brand: unique symbol;

/**
 * A byte address in linear memory, 0 to 2^32 - 1. Kernels take addresses and counts, and the brand
 * keeps one from being passed for the other; only the allocator and columns make addresses.
 */
export type Address = number & { readonly [brand]: "address" };

/** `bytes` behind `address`. The caller stays inside the block. */
export function offsetAddress(address: Address, bytes: number): Address {
  return (address + bytes) as Address;
}
