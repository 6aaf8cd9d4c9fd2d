import { UnsupportedError, UsageError } from "../errors.ts";
import { type Compose, Figure } from "./figure.ts";
import { composePanels, type FigureContent, type FigureSize } from "./panels.ts";
import { type StyleName, styleOf } from "./styles.ts";

/** What every figure may be told. */
export interface FigureOptions extends Partial<FigureSize> {
  /** Fonts, colours and label of an experiment (default "plain"). */
  readonly style?: StyleName;
}

/**
 * A figure of panels above each other that share the x axis. It is 800 x 600 px, higher with several panels.
 *
 * @throws UsageError without panels, and for sizes and ranges that make no sense
 * @throws NotFoundError on an unknown style
 */
export function figure(
  content: Omit<FigureContent, "style">,
  { style = "plain", width = 800, height }: FigureOptions = {},
): Figure {
  const { panels, x } = content;
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
  const full = { ...content, style: styleOf(style) };
  const compose =
    (shown: FigureContent): Compose =>
    (size, measure, last) =>
      composePanels(shown, size, measure, last);
  return new Figure(
    compose(full),
    { width, height: height ?? (panels.length === 1 ? 600 : 760) },
    // Names have no part to show.
    (range) => compose(x?.labels === undefined ? { ...full, x: { ...x, range } } : full),
  );
}
