/** Our declarations of vendor/jsroot-draw.js: the part of JSROOT 7.11 that draws. */

import type { DrawnDocument, DrawnElement } from "./document.ts";
import type { RootObject } from "./root-object.ts";

/** Adds the methods of its class to an object and to all that it holds; returns the object itself. */
export function parse(object: RootObject): RootObject;

/** Draws an object into an element and settles when the element is complete. */
export function draw(element: DrawnElement, object: RootObject, option?: string): Promise<unknown>;

/** Forgets the painters of an element. */
export function cleanup(element: DrawnElement): void;

/** Sets how the width (px) of a text is found, at a font size in px. */
export function setTextWidth(
  measure: (text: string, size: number, bold: boolean, italic: boolean) => number,
): void;

/** Sets the transcendental functions, in place of those of `Math`, whose bits differ between engines. */
export function setMath(functions: typeof import("../math/elementary.ts")): void;

/** Box of a TLatex text in px, relative to the start of its baseline (y downwards); `element` is scratch space. */
export function latexBox(
  element: DrawnElement,
  text: string,
  font: number,
  size: number,
): { x1: number; y1: number; x2: number; y2: number };

/** ROOT's gStyle. */
export const gStyle: Record<string, unknown>;

/** JSROOT's own settings. */
export const settings: Record<string, unknown>;

/** What JSROOT's modules share. */
export const internals: { nodejs_document: DrawnDocument | undefined };
