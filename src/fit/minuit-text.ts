import type { FunctionMinimum, MinosError, ParameterState } from "./minuit-state.ts";
import type { ParameterMatrix } from "./parameter-matrix.ts";
import { general, pdgFormat } from "./pdg-format.ts";

/** What there is to print. */
export interface Printed {
  readonly fmin: FunctionMinimum | undefined;
  readonly params: readonly ParameterState[];
  readonly merrors: Readonly<Record<string, MinosError>>;
  readonly covariance: ParameterMatrix | undefined;
}

/** All boxes that there is something for: minimum, parameters, MINOS errors, covariance. */
export function minuitText({ fmin, params, merrors, covariance }: Printed): string {
  const boxes = [];
  if (fmin !== undefined) boxes.push(minimumText(fmin));
  boxes.push(parametersText(params));
  const errors = Object.values(merrors);
  if (errors.length > 0) boxes.push(merrorsText(errors));
  if (covariance !== undefined) boxes.push(matrixText(covariance));
  return boxes.join("\n");
}

/** Cells of a row; a negative width means flush left behind a blank. */
function row(widths: readonly number[], cells: readonly string[]): string {
  const parts = cells.map((cell, i) =>
    widths[i] > 0 ? `│${centred(cell, widths[i])}` : `│ ${cell.padEnd(-widths[i] - 1)}`,
  );
  return `${parts.join("")}│`;
}

/** In the middle; an odd blank goes to the right. */
function centred(text: string, width: number): string {
  const blanks = Math.max(0, width - text.length);
  const left = Math.floor(blanks / 2);
  return `${" ".repeat(left)}${text}${" ".repeat(blanks - left)}`;
}

function line(widths: readonly number[], edges: string): string {
  return widths.reduce(
    (text, width, i) => text + "─".repeat(Math.abs(width)) + edges[i + 1],
    edges[0],
  );
}

/** The minimum in a box. */
function minimumText(fmin: FunctionMinimum): string {
  const calls = `Nfcn = ${fmin.nfcn}${fmin.ngrad > 0 ? `, Ngrad = ${fmin.ngrad}` : ""}`;
  const [first, second] = covarianceWords(fmin);
  const edm = `EDM = ${general(fmin.edm, 3)} (Goal: ${general(fmin.edmGoal, 3)})`;
  const left = [-34, 38];
  const both = [34, 38];
  return [
    line([73], "┌┐"),
    row([73], [`${fmin.algorithm}   `]),
    line(both, "├┬┤"),
    row(left, [`FCN = ${general(fmin.fval, 4)}`, calls]),
    row(left, [edm, ""]),
    line(both, "├┼┤"),
    row(both, [
      `${fmin.isValid ? "Valid" : "INVALID"} Minimum`,
      `${fmin.isAboveMaxEdm ? "ABOVE" : "Below"} EDM threshold (goal x 10)`,
    ]),
    line(both, "├┼┤"),
    row(both, [
      `${fmin.hasParametersAtLimit ? "SOME" : "No"} parameters at limit`,
      `${fmin.hasReachedCallLimit ? "ABOVE" : "Below"} call limit`,
    ]),
    line(both, "├┼┤"),
    row(both, [first, second]),
    line(both, "└┴┘"),
  ].join("\n");
}

/** Two remarks on the covariance. */
export function covarianceWords(fmin: FunctionMinimum): [string, string] {
  if (fmin.hesseFailed) {
    if (fmin.hasReachedCallLimit) return ["Hesse FAILED", "ABOVE call limit"];
    return ["Hesse FAILED", "Covariance NOT pos. def."];
  }
  if (!fmin.hasCovariance) return ["Hesse not run", "NO covariance"];
  if (fmin.hasAccurateCovar) return ["Hesse ok", "Covariance accurate"];
  if (fmin.hasMadePosdefCovar) return ["Hesse ok", "Covariance FORCED pos. def."];
  return ["Hesse ok", "Covariance APPROXIMATE"];
}

const HEADS = "Name,Value,Hesse Err,Minos Err-,Minos Err+,Limit-,Limit+,Fixed".split(",");

/** A row for each parameter. */
function parametersText(params: readonly ParameterState[]): string {
  const names = Math.max(4, ...params.map(({ name }) => name.length));
  const numbers = Math.max(2, String(params.length - 1).length);
  const widths = [-numbers - 1, -names - 2, 11, 11, 12, 12, 9, 9, 7];
  const inner = widths.length - 1;
  const limit = (value: number): string => (Number.isFinite(value) ? general(value, 6) : "");
  return [
    line(widths, `┌${"┬".repeat(inner)}┐`),
    row(widths, ["", ...HEADS]),
    line(widths, `├${"┼".repeat(inner)}┤`),
    ...params.map(({ name, value, error, merror, limits, fixed }, i) => {
      const both = merror === undefined ? [] : [merror.lower, merror.upper];
      const [central, hesse, lower = "", upper = ""] = pdgFormat(value, error, ...both);
      const cells = [String(i), name, central, hesse, lower, upper];
      return row(widths, [...cells, limit(limits[0]), limit(limits[1]), fixed ? "yes" : ""]);
    }),
    line(widths, `└${"┴".repeat(inner)}┘`),
  ].join("\n");
}

/** Python's words for flags: people compare printouts. */
function word(flag: boolean): string {
  return flag ? "True" : "False";
}

/** MINOS errors with their flags. */
function merrorsText(errors: readonly MinosError[]): string {
  const n = errors.length;
  const wide = [10, ...errors.map(() => 23)];
  const widths = [10, ...errors.flatMap(() => [11, 11])];
  const flags = (title: string, of: (error: MinosError) => [boolean, boolean]): string =>
    row(widths, [title, ...errors.flatMap((error) => of(error).map(word))]);
  return [
    line(wide, `┌${"┬".repeat(n)}┐`),
    row(wide, ["", ...errors.map(({ name }) => name)]),
    line(widths, `├${"┼┬".repeat(n)}┤`),
    row(widths, [
      "Error",
      ...errors.flatMap(({ lower, upper }) => pdgFormat(undefined, lower, upper)),
    ]),
    flags("Valid", (e) => [e.lowerValid, e.upperValid]),
    flags("At Limit", (e) => [e.atLowerLimit, e.atUpperLimit]),
    flags("Max FCN", (e) => [e.atLowerMaxFcn, e.atUpperMaxFcn]),
    flags("New Min", (e) => [e.lowerNewMin, e.upperNewMin]),
    line(widths, `└${"┴".repeat(2 * n)}┘`),
  ].join("\n");
}

/** A matrix of parameters. */
function matrixText(matrix: ParameterMatrix): string {
  const { names } = matrix;
  const n = names.length;
  const numbers = numbersOfMatrix(matrix);
  const first = Math.max(...names.map(({ length }) => length));
  const width = Math.max(first, ...numbers.map(({ length }) => length));
  const cells = (texts: readonly string[]): string =>
    texts.map((text) => ` ${text.padStart(width)}`).join("");
  const widths = [first + 2, (width + 1) * n + 1];
  return [
    line(widths, "┌┬┐"),
    `│ ${" ".repeat(first)} │${cells(names)} │`,
    line(widths, "├┼┤"),
    ...names.map((name, i) => {
      return `│ ${name.padStart(first)} │${cells(numbers.slice(i * n, (i + 1) * n))} │`;
    }),
    line(widths, "└┴┘"),
  ].join("\n");
}

/** Elements as they are printed: diagonal ones with three digits, others rounded by theirs. */
export function numbersOfMatrix({ names, data }: ParameterMatrix): string[] {
  const n = names.length;
  return Array.from(data, (value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return general(value, 3);
    return pdgFormat(value, data[i * n + i], data[j * n + j])[0];
  });
}
