import { FIGURE_RULES } from "./figure-rules.ts";
import type { HistMarkOptions } from "./hist-marks.ts";
import type { HistplotOptions } from "./histplot.ts";
import type { OptionRules } from "./options.ts";

/** What the marks of histograms may be told. */
export const HIST_MARK_RULES: OptionRules<HistMarkOptions> = {
  axis: true,
  histtype: ["step", "fill", "errorbar", "band", "bar", "barstep"],
  stack: true,
  density: true,
  binwnorm: true,
  yerr: true,
  xerr: true,
  w2method: ["sqrt", "poisson"],
  labels: true,
  colors: true,
  line: true,
  alpha: true,
  hatched: true,
  sort: ["label", "label_r", "yield", "yield_r"],
  flow: ["none", "hint", "sum", "show"],
  blind: true,
  edges: true,
  xoffsets: true,
  variation: true,
};

/** What `histplot` may be told. */
export const HISTPLOT_RULES: OptionRules<HistplotOptions> = {
  ...HIST_MARK_RULES,
  ...FIGURE_RULES,
  xTitle: true,
  yTitle: true,
  xRange: true,
  yRange: true,
  xLog: true,
  log: true,
  legendColumns: true,
  label: true,
  binticks: true,
};
