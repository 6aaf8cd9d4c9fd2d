import type { ak } from "hepwasm";
import { type CanonicalColumn, canonicalColumns } from "../../../scripts/conformance/canonical.ts";

/** Canonical columns of a layout of the built package, whose classes have types of their own. */
export function canonical(layout: ak.Layout): CanonicalColumn[] {
  return canonicalColumns(layout as unknown as Parameters<typeof canonicalColumns>[0]);
}
