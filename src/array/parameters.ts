import type { Parameters } from "./layout.ts";

/** What two layouts say alike. @see awkward._parameters.parameters_intersect */
export function commonParameters(
  a: Parameters | undefined,
  b: Parameters | undefined,
): Parameters | undefined {
  if (a === undefined || b === undefined) return undefined;
  const same = Object.entries(a).filter(
    ([key, value]) => JSON.stringify(b[key]) === JSON.stringify(value),
  );
  return same.length === 0 ? undefined : Object.fromEntries(same);
}

/** What either of two layouts says; the first where they differ. */
export function allParameters(
  a: Parameters | undefined,
  b: Parameters | undefined,
): Parameters | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { ...b, ...a };
}
