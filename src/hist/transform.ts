import { kernels } from "../wasm/instance.ts";

/** A monotonic function of the value in which the bins of a regular axis are equal. */
export type Transform =
  | { readonly kind: "log" }
  | { readonly kind: "sqrt" }
  | { readonly kind: "pow"; readonly power: number };

/** The transforms, named as boost-histogram does. */
export const transform = {
  /** Natural logarithm: bins of equal ratio. */
  log: { kind: "log" } as const,
  sqrt: { kind: "sqrt" } as const,
  /** The value to the power of `power`. */
  pow: (power: number): Transform => ({ kind: "pow", power }),
};

/** The position of `x` in units in which bins are equal. */
export function forward(transform: Transform | undefined, x: number): number {
  switch (transform?.kind) {
    case "log":
      return kernels.hist_log(x);
    case "sqrt":
      return Math.sqrt(x);
    case "pow":
      return kernels.hist_pow(x, transform.power);
    default:
      return x;
  }
}

/** The value at position `z`, the inverse of {@link forward}. */
export function inverse(transform: Transform | undefined, z: number): number {
  switch (transform?.kind) {
    case "log":
      return kernels.hist_exp(z);
    case "sqrt":
      return z * z;
    case "pow":
      return kernels.hist_pow(z, 1 / transform.power);
    default:
      return z;
  }
}
