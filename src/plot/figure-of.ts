import { UnsupportedError, UsageError } from "../errors.ts";
import { type Compose, Figure } from "./figure.ts";
import type { FigureContent, FigureSize } from "./figure-content.ts";
import { checkContent, checkLabel, FIGURE_RULES } from "./figure-rules.ts";
import { checkOptions } from "./options.ts";
import { composePanels } from "./panels.ts";
import { readoutOf } from "./readout.ts";
import { type StyleName, styleOf } from "./styles.ts";
import { inTLatex } from "./tlatex-content.ts";

/** What every figure may be told. */
export interface FigureOptions extends Partial<FigureSize> {
  /** Fonts, colours and label of an experiment (default "plain"). */
  readonly style?: StyleName;
  /** Size of letters, lines and points relative to the usual (default 1). */
  readonly scale?: number | undefined;
}

/**
 * A figure of panels above each other that share the x axis. It is 800 x 600 px, higher with several panels.
 *
 * @throws UsageError without panels, and for sizes and ranges that make no sense
 * @throws NotFoundError on an unknown style
 */
export function figure(
  content: Omit<FigureContent, "style" | "scale">,
  options: FigureOptions = {},
): Figure {
  checkContent(content);
  checkOptions(options, FIGURE_RULES, "figure(content, options)");
  return figureOf(content, options);
}

/** The same of content that is our own, and of options that belong to another function too. */
export function figureOf(
  given: Omit<FigureContent, "style" | "scale">,
  { style = "plain", width = 800, height, scale }: FigureOptions,
): Figure {
  const content = inTLatex(given);
  const { panels, x } = content;
  if (content.label !== undefined) checkLabel(content.label);
  if (panels.length === 0) throw new UsageError("a figure needs a panel");
  for (const [name, look] of [["x", x], ...panels.map(({ y }) => ["y", y] as const)] as const) {
    const range = look?.range;
    if (range === undefined) continue;
    const positive = look?.log !== true || range[0] > 0;
    if (!(range[0] < range[1] && range.every(Number.isFinite) && positive)) {
      throw new UsageError(
        `the ${name} axis cannot go from ${range[0]} to ${range[1]}${look?.log ? " logarithmically" : ""}`,
      );
    }
  }
  const cells = panels.some(({ marks }) => marks.some(({ kind }) => kind === "cells"));
  if (cells && panels.length > 1) {
    throw new UnsupportedError(
      "cells need a figure of their own: their scale of colours stands at the right of one panel",
      "cells in a figure of several panels",
    );
  }
  if (scale !== undefined && !(scale > 0 && scale <= 10)) {
    throw new UsageError(`the scale ${scale} is not between 0 and 10`);
  }
  const full = { ...content, style: styleOf(style), scale };
  const compose =
    (shown: FigureContent): Compose =>
    (size, measure, last) =>
      composePanels(shown, size, measure, last);
  return new Figure(
    compose(full),
    { width, height: height ?? (panels.length === 1 ? 600 : 760) },
    // Names have no part to show.
    (range) => compose(x?.labels === undefined ? { ...full, x: { ...x, range } } : full),
    readoutOf(panels, x),
  );
}
