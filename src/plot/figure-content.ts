import type { ExperimentLabel } from "./label.ts";
import type { Mark } from "./marks.ts";
import type { Style } from "./styles.ts";

/** Size of a figure in px. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** An axis of a panel. */
export interface AxisLook {
  /** TLatex. */
  readonly title?: string;
  /** First and last value shown (default: all of the marks, and room for label and legend). */
  readonly range?: readonly [number, number] | undefined;
  readonly log?: boolean;
  /** Whether a range that is found contains zero (default with steps and stacks); of a y axis. */
  readonly zero?: boolean;
  /** Places of ticks of an x axis, as many as their numbers have room for (default: where these are round). */
  readonly ticks?: readonly number[] | undefined;
  /** Names instead of numbers: the first stands between 0 and 1, the next between 1 and 2. */
  readonly labels?: readonly string[] | undefined;
  /**
   * Of an x axis: whether there are entries beyond its ends. Arrows point to them; or, with `inner`, they are
   * in bins of their own outside of it, where the axis has no numbers.
   */
  readonly beyond?: {
    readonly below: boolean;
    readonly above: boolean;
    readonly inner?: readonly [number, number];
  };
}

/** A second x axis at the top, for marks that are drawn in its place of the first one. */
export interface TopAxis {
  /** TLatex. */
  readonly title: string;
  /** Values at the left and right side of the frame. */
  readonly range: readonly [number, number];
}

/** A frame with what is drawn inside. */
export interface Panel {
  /** In the order of drawing. */
  readonly marks: readonly Mark[];
  readonly y?: AxisLook;
  /** Height relative to the other panels (default 1). */
  readonly height?: number;
  /** Text above the frame, TLatex. */
  readonly title?: string;
  /** Whether marks with labels are explained (default true), or above the frame, or at its left below the label. */
  readonly legend?: boolean | "above" | "left";
  /** Columns of the legend (default 1; above the frame as many as fit). */
  readonly legendColumns?: number | undefined;
  /** Indices of marks in the order of the legend (default: that of drawing). */
  readonly legendOrder?: readonly number[];
}

/** Panels above each other, which share the x axis. */
export interface FigureContent {
  readonly panels: readonly Panel[];
  readonly x?: AxisLook;
  readonly top?: TopAxis;
  /** Text at the top left of the first panel. */
  readonly label?: ExperimentLabel;
  readonly style: Style;
  /** Size of letters, lines and points relative to the usual (default 1). */
  readonly scale?: number | undefined;
}
