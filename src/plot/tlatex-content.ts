import type { FigureContent, Panel } from "./figure-content.ts";
import type { Mark } from "./marks.ts";
import { tlatexOf } from "./mathtext.ts";

/** The content of a figure with all its texts in TLatex. */
export function inTLatex<Content extends Omit<FigureContent, "style" | "scale">>(
  content: Content,
): Content {
  const { panels, x, top, label } = content;
  const titled = <Look extends { readonly title?: string }>(look: Look): Look =>
    look.title === undefined ? look : { ...look, title: tlatexOf(look.title) };
  const mark = (given: Mark): Mark => {
    if (given.kind === "text" || given.kind === "note")
      return { ...given, text: tlatexOf(given.text) };
    if (given.kind === "cells") return titled(given);
    if (given.kind === "stack") {
      const layers = given.layers.map((layer) => ({ ...layer, label: tlatexOf(layer.label) }));
      return { ...given, layers };
    }
    return "label" in given && given.label !== undefined
      ? { ...given, label: tlatexOf(given.label) }
      : given;
  };
  const panel = (given: Panel): Panel => ({
    ...titled(given),
    marks: given.marks.map(mark),
    ...(given.y && { y: titled(given.y) }),
  });
  return {
    ...content,
    panels: panels.map(panel),
    ...(x && { x: titled(x.labels === undefined ? x : { ...x, labels: x.labels.map(tlatexOf) }) }),
    ...(top && { top: titled(top) }),
    ...(label && {
      label: { ...label, ...(label.lines && { lines: label.lines.map(tlatexOf) }) },
    }),
  };
}
