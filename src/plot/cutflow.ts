import { Hist } from "../hist/hist.ts";
import { Cutflow, type NminusOne, type Passed } from "../selection/cutflow.ts";
import { dispose } from "../wasm/scope.ts";
import type { Figure } from "./figure.ts";
import { type HistplotOptions, histplot } from "./histplot.ts";
import { HISTPLOT_RULES } from "./histplot-rules.ts";
import { checkOptions, type OptionRules } from "./options.ts";

/** What the figure of a cut flow shows. */
export interface CutflowOptions extends HistplotOptions {
  /** Whether a second line shows what passes each cut alone (default). */
  readonly alone?: boolean;
  /** Sums of weights instead of numbers of events; default: where the cut flow has weights. */
  readonly weighted?: boolean;
}

/**
 * Histograms with a bin for each line of a cut flow: events that pass each cut alone, and all up to it; or of
 * all cuts but one, a single histogram.
 *
 * @param options.weighted  sums of weights (default: where there are some)
 * @see coffea.analysis_tools.Cutflow.yieldhist, NminusOne.yieldhist (whose bins are numbered)
 */
export function yieldHist(
  flow: Cutflow,
  options?: YieldOptions,
): { readonly onecut: Hist; readonly cutflow: Hist };
export function yieldHist(flow: NminusOne, options?: YieldOptions): Hist;
export function yieldHist(
  flow: Cutflow | NminusOne,
  options: YieldOptions = {},
): Hist | { readonly onecut: Hist; readonly cutflow: Hist } {
  checkOptions(options, { weighted: true }, "yieldHist(flow, options)");
  const { weighted = flow.weighted } = options;
  const one = (passed: readonly Passed[]): Hist => {
    const hist = Hist.new.strCat(flow.labels, { name: "cut", label: "" }).double();
    for (const [i, { events, weight }] of passed.entries()) {
      hist.fill({ cut: flow.labels[i] }, { weight: weighted ? weight : events });
    }
    return hist;
  };
  if (!(flow instanceof Cutflow)) return one(flow.rows.map(({ passed }) => passed));
  const onecut = one(flow.rows.map(({ alone }) => alone));
  return { onecut, cutflow: one(flow.rows.map(({ cumulative }) => cumulative)) };
}

/** Options of {@link yieldHist}. */
export interface YieldOptions {
  readonly weighted?: boolean | undefined;
}

const RULES: OptionRules<CutflowOptions> = { ...HISTPLOT_RULES, alone: true, weighted: true };

/** Events that are left after each cut, and those that pass each cut alone. */
export function cutflow(flow: Cutflow, told: CutflowOptions = {}): Figure {
  checkOptions(told, RULES, "cutflow(flow, options)");
  const { alone = true, weighted = flow.weighted, ...options } = told;
  const { onecut, cutflow: left } = yieldHist(flow, { weighted });
  try {
    return histplot(alone ? [left, onecut] : [left], {
      labels: alone ? ["this cut and all before", "this cut alone"] : ["this cut and all before"],
      yTitle: weighted ? "Sum of weights" : "Events",
      xTitle: "",
      ...options,
    });
  } finally {
    dispose([onecut, left]);
  }
}
