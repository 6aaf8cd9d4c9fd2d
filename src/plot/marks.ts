/*
 * What a panel may show, as plain records in the units of its axes. The order of a panel's marks is the order
 * of drawing. Colours are CSS names or #rrggbb; labels are TLatex, and a mark without one is in no legend.
 */

import type { PaletteName } from "./palettes.ts";

/** A line: width in px of a figure whose smaller side is 600 px. */
export interface LineLook {
  readonly color?: string;
  readonly width?: number;
  readonly dash?: "solid" | "dashed" | "dotted" | "dashdotted";
}

/** An area: a colour, and how much of what is behind it it hides (1: all); or hatched in that colour, finely for narrow bins. */
export interface FillLook {
  readonly color: string;
  readonly alpha?: number;
  readonly hatched?: boolean | "fine";
}

/** Histograms on top of each other; the first is the lowest. */
export interface StackMark {
  readonly kind: "stack";
  /** Bin edges, f64[n + 1]. */
  readonly edges: Float64Array;
  readonly layers: readonly {
    readonly label: string;
    readonly color: string;
    /** Contents of this layer alone, f64[n]. */
    readonly values: Float64Array;
  }[];
  /** Outline of each layer (default: none). */
  readonly line?: LineLook;
  /** Whether the legend names the highest layer first (default: the lowest). */
  readonly topFirst?: boolean;
}

/** Contents of a histogram as steps: a line, an area down to zero, or both. A NaN leaves a gap. */
export interface StepMark {
  readonly kind: "step";
  /** f64[n + 1] */
  readonly edges: Float64Array;
  /** f64[n] */
  readonly values: Float64Array;
  readonly line?: LineLook;
  readonly fill?: FillLook;
  readonly label?: string;
}

/** An area between two bounds in each bin. */
export interface BandMark {
  readonly kind: "band";
  /** f64[n + 1] */
  readonly edges: Float64Array;
  /** f64[n]; a bin with a bound that is not a number has no band. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly fill: FillLook;
  readonly label?: string;
}

/** An area between two lines through points. */
export interface AreaMark {
  readonly kind: "area";
  readonly x: Float64Array;
  /** One a point; where a bound is not a number the area ends. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly fill: FillLook;
  readonly label?: string;
}

/** Points with error bars; the errors are distances from the point. */
export interface PointsMark {
  readonly kind: "points";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xLow?: Float64Array;
  readonly xHigh?: Float64Array;
  readonly yLow?: Float64Array;
  readonly yHigh?: Float64Array;
  /** Edges of the bins that the points stand for: the x axis shows them whole. */
  readonly edges?: Float64Array;
  readonly color?: string;
  /** "none" draws bars alone. */
  readonly marker?: "circle" | "open" | "square" | "triangle" | "triangleDown" | "cross" | "none";
  /** Size of the marker relative to the usual one. */
  readonly size?: number;
  readonly label?: string;
}

/** Points joined by straight lines. */
export interface CurveMark {
  readonly kind: "curve";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly line?: LineLook;
  readonly label?: string;
}

/** A straight line across the panel at one value of `axis`. */
export interface RuleMark {
  readonly kind: "rule";
  readonly axis: "x" | "y";
  readonly at: number;
  readonly line?: LineLook;
  readonly label?: string;
}

/** A rectangle; a bound may be infinite, and then it ends at the frame. */
export interface BoxMark {
  readonly kind: "box";
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly fill: FillLook;
  readonly label?: string;
}

/** Rectangles that look the same: filled, outlined, or both. */
export interface BoxesMark {
  readonly kind: "boxes";
  /** Left, right, lower and upper sides, one a rectangle. */
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly y1: Float64Array;
  readonly y2: Float64Array;
  readonly fill?: FillLook;
  readonly line?: LineLook;
  readonly label?: string;
}

/** A text inside the panel, centred on a point. */
export interface TextMark {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color?: string;
  /** Font size in px of a figure whose smaller side is 600 px (default 18). */
  readonly size?: number;
  /** Which side of the text the point is at (default: its middle). */
  readonly align?: "left" | "right";
}

/** A text in a corner of the panel; those of one corner stand below each other, label and legend beside or below them. */
export interface NoteMark {
  readonly kind: "note";
  /** TLatex. */
  readonly text: string;
  readonly corner: "upper left" | "upper right" | "lower left" | "lower right";
  /** Font size in px of a figure whose smaller side is 600 px (default: that of the label's lines). */
  readonly size?: number;
}

/** Cells of a two-dimensional histogram, coloured by content, with a scale at the right. */
export interface CellsMark {
  readonly kind: "cells";
  /** f64[n + 1] and f64[m + 1] */
  readonly xEdges: Float64Array;
  readonly yEdges: Float64Array;
  /** f64[n * m], y runs fastest; NaN and what is below `range` leave a cell empty. */
  readonly values: Float64Array;
  readonly title?: string;
  readonly log?: boolean;
  readonly range?: readonly [number, number];
  readonly palette?: PaletteName;
  /** Whether the scale of colours stands at the right (default true). */
  readonly scale?: boolean;
}

/** What a panel may show. */
export type Mark =
  | StackMark
  | StepMark
  | BandMark
  | AreaMark
  | PointsMark
  | CurveMark
  | RuleMark
  | BoxMark
  | BoxesMark
  | TextMark
  | NoteMark
  | CellsMark;
