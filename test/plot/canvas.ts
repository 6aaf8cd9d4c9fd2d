import type { Figure } from "../../src/plot/index.ts";

/** An object of a canvas with the members that tests read. */
export interface CanvasObject {
  readonly _typename: string;
  readonly fName: string;
  readonly fX: number[];
  readonly fY: number[];
  readonly fEXlow: number[];
  readonly fEXhigh: number[];
  readonly fEYlow: number[];
  readonly fEYhigh: number[];
  readonly fTitle: string;
  readonly fPrimitives: { readonly arr: readonly CanvasObject[] };
  readonly fYaxis: AxisObject;
  readonly fXaxis: AxisObject;
}

interface AxisObject {
  readonly fLabels: { readonly arr: readonly { readonly fString: string }[] };
}

/** All objects that a figure draws, of all panels, by name: `frame`, and `mark0`, `mark1` … of the last panel. */
export async function objectsOf(figure: Figure): Promise<ReadonlyMap<string, CanvasObject>> {
  const found = new Map<string, CanvasObject>();
  const visit = (object: CanvasObject): void => {
    for (const one of object.fPrimitives.arr) {
      if (one.fName !== undefined) found.set(one.fName, one);
      if (one._typename === "TPad") visit(one);
    }
  };
  visit((await figure.canvas()) as unknown as CanvasObject);
  return found;
}

/** Names of an axis, from its start. */
export function namesOf({ fLabels }: AxisObject): string[] {
  return fLabels.arr.map(({ fString }) => fString);
}
