import { AwkwardArray, checkArray } from "../array/array.ts";
import { broadcastArrays } from "../array/broadcast-arrays.ts";
import { flatten } from "../array/flatten.ts";
import { multiply } from "../array/functions.ts";
import { checkOptionNames } from "../array/option-names.ts";
import { max, min } from "../array/reduce.ts";
import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type Axis, type RegularOptions, regularAxis, variableAxis } from "../hist/axis.ts";
import { Hist } from "../hist/hist.ts";
import { Cutflow, NminusOne } from "../selection/cutflow.ts";
import { scope } from "../wasm/scope.ts";
import { checkOptions } from "./options.ts";

/** How a variable is binned; the rest follows from its values. */
export interface VariableBins {
  /** Bins of equal width: 20. */
  readonly bins?: number | undefined;
  /** Default: the least and the largest value. */
  readonly start?: number | undefined;
  readonly stop?: number | undefined;
  readonly transform?: RegularOptions["transform"];
  /** Instead of all the others. */
  readonly edges?: Iterable<number> | undefined;
}

/** What the histograms of {@link plotVars} have. */
export interface PlotVarsOptions {
  /** Bins of variables by their names, or their axes. */
  readonly axes?: Readonly<Record<string, VariableBins | Axis>> | undefined;
  /** Whether weights are filled; default: where the cut flow has some. */
  readonly weighted?: boolean | undefined;
  /** On all weights. */
  readonly scale?: number | undefined;
  /** A further axis, and a value for each event. */
  readonly categorical?: { readonly axis: Axis; readonly values: AwkwardArray } | undefined;
}

/** Histograms by variable. */
export type VarHists = Readonly<Record<string, Hist>>;

/** Room at both ends of an axis that goes from the least to the largest value, as coffea has it. */
const MARGIN = 1e-6;
const BINS = 20;
const BIN_OPTIONS = ["bins", "start", "stop", "transform", "edges"];

/**
 * Histograms of variables after each step of a cut flow, or of all cuts but one: an axis of the variable,
 * and one with the names of the steps.
 *
 * @param flow  of `cutflow` (histograms for each cut alone, and for all up to it) or `nminusone`
 * @param vars  by name; one number for each event, or a list of them
 * @throws ShapeError for another number of events; NotFoundError for axes of variables that are not there
 * @see coffea.analysis_tools.Cutflow.plot_vars, NminusOne.plot_vars (whose steps are numbered)
 */
export function plotVars(
  flow: Cutflow,
  vars: Readonly<Record<string, AwkwardArray>>,
  options?: PlotVarsOptions,
): { readonly onecut: VarHists; readonly cutflow: VarHists };
export function plotVars(
  flow: NminusOne,
  vars: Readonly<Record<string, AwkwardArray>>,
  options?: PlotVarsOptions,
): VarHists;
export function plotVars(
  flow: Cutflow | NminusOne,
  vars: Readonly<Record<string, AwkwardArray>>,
  options: PlotVarsOptions = {},
): VarHists | { readonly onecut: VarHists; readonly cutflow: VarHists } {
  const rules = { axes: true, weighted: true, scale: true, categorical: true } as const;
  checkOptions(options, rules, "plotVars(flow, vars, options)");
  if (!(flow instanceof Cutflow || flow instanceof NminusOne)) {
    throw new UsageError(
      `plotVars takes what selection.cutflow(names) or nminusone(names) gives, not ${kindOf(flow)}`,
    );
  }
  if (!isNamed(vars)) {
    throw new UsageError(
      `plotVars takes variables by their names, { met, pt }, not ${kindOf(vars)}`,
    );
  }
  checkAxes(options, Object.keys(vars));
  const { weighted = flow.weighted } = options;
  if (weighted && flow.weights === undefined) {
    throw new UsageError("plotVars: this cut flow has no weights");
  }
  const first = (flow instanceof Cutflow ? flow.masksonecut : flow.masks).at(0);
  const each = (masks: readonly AwkwardArray[]): VarHists => {
    const made = Object.entries(vars).map(([name, values]) => {
      checkArray(values, `plotVars: the variable "${name}"`);
      if (first !== undefined && values.length !== first.length) {
        throw new ShapeError(
          `plotVars: the variable "${name}" has ${values.length} events, and the cut flow ${first.length}`,
          first.length,
          values.length,
        );
      }
      const axis = axisOf(name, values, options.axes?.[name]);
      return [name, scope(() => filled(flow, masks, values, axis, { ...options, weighted }))];
    });
    return Object.fromEntries(made) as VarHists;
  };
  if (!(flow instanceof Cutflow)) return each(flow.masks);
  return { onecut: each(flow.masksonecut), cutflow: each(flow.maskscutflow) };
}

function kindOf(value: unknown): string {
  return typeof value === "object" && value !== null ? "another object" : String(value);
}

function isNamed(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return !(value instanceof AwkwardArray || Symbol.iterator in value);
}

/** @throws NotFoundError for axes of variables that are not there, and for misspelt options of bins */
function checkAxes({ axes = {}, categorical }: PlotVarsOptions, names: readonly string[]): void {
  if (!isNamed(axes)) {
    throw new UsageError(`plotVars: axes are bins by variable, { met: { bins: 20 } }, not ${axes}`);
  }
  for (const [name, told] of Object.entries(axes)) {
    const where = `plotVars: the axis of "${name}"`;
    if (!names.includes(name)) throw new NotFoundError("variable", name, names, "plotVars' axes");
    if (told !== undefined && !isAxis(told)) checkOptionNames(told, BIN_OPTIONS, where);
  }
  if (categorical !== undefined) {
    checkOptionNames(categorical, ["axis", "values"], "plotVars: categorical");
    checkArray(categorical.values, "plotVars: categorical.values");
    if (!isAxis(categorical.axis)) throw new UsageError("plotVars: categorical.axis is an axis");
  }
}

function isAxis(told: VariableBins | Axis): told is Axis {
  return typeof told === "object" && told !== null && "kind" in told;
}

function axisOf(name: string, values: AwkwardArray, told: VariableBins | Axis = {}): Axis {
  if (isAxis(told)) return { ...told, name };
  const { bins = BINS, start, stop, edges, transform } = told;
  if (edges !== undefined) return variableAxis(edges, { name });
  const from = start ?? Number(min(values)) - MARGIN;
  const to = stop ?? Number(max(values)) + MARGIN;
  return regularAxis(bins, from, to, { name, ...(transform === undefined ? {} : { transform }) });
}

function filled(
  flow: Cutflow | NminusOne,
  masks: readonly AwkwardArray[],
  values: AwkwardArray,
  axis: Axis,
  { weighted, scale = 1, categorical }: PlotVarsOptions,
): Hist {
  const start = Hist.new.axis(axis).strCat(flow.labels, { name: "cut", label: "" });
  const builder = categorical === undefined ? start : start.axis(categorical.axis);
  const hist = weighted ? builder.weight() : builder.double();
  const given = weighted ? flow.weights : undefined;
  const steps = [flow.commonMask, ...masks];
  for (const [i, mask] of steps.entries()) {
    scope(() => {
      const some = (array: AwkwardArray): AwkwardArray =>
        mask === undefined ? array : array.filter(mask);
      const columns: AwkwardArray[] = [some(values)];
      if (given !== undefined) columns.push(some(given));
      if (categorical !== undefined) columns.push(some(categorical.values));
      const flat = broadcastArrays(columns).map((column) => flatten(column, { axis: null }));
      const [x, ...others] = flat;
      const weight = given === undefined ? undefined : others.shift();
      const entry = { [axis.name]: x, cut: flow.labels[i] };
      const all =
        categorical === undefined ? entry : { ...entry, [categorical.axis.name]: others[0] };
      hist.fill(all, { weight: weight === undefined ? scale : multiply(weight, scale) });
      return undefined;
    });
  }
  return hist;
}
