import type { FunctionMinimum, MinosError, ParameterState } from "./minuit-state.ts";
import { covarianceWords, numbersOfMatrix, type Printed } from "./minuit-text.ts";
import type { ParameterMatrix } from "./parameter-matrix.ts";
import { general, pdgFormat } from "./pdg-format.ts";

/** Colours of what is as it should be, doubtful, and wrong. */
const GOOD = "background-color:#92ccb1;color:black";
const DOUBTFUL = "background-color:#fffab3;color:black";
const BAD = "background-color:#ffb3b3;color:black";

/** What `toString` shows, as tables: minimum, parameters, MINOS errors, covariance. */
export function minuitHtml({ fmin, params, merrors, covariance }: Printed): string {
  const tables = [];
  if (fmin !== undefined) tables.push(minimumTable(fmin));
  tables.push(parameterTable(params));
  const errors = Object.values(merrors);
  if (errors.length > 0) tables.push(merrorsTable(errors));
  if (covariance !== undefined) tables.push(matrixTable(covariance));
  return tables.join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function row(cells: readonly string[], tag: "td" | "th" = "td"): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
}

function styled(cells: readonly (readonly [string, string])[]): string {
  const parts = cells.map(([text, style]) => `<td style="${style}">${escaped(text)}</td>`);
  return `<tr>${parts.join("")}</tr>`;
}

function table(rows: readonly string[]): string {
  return `<table>\n${rows.join("\n")}\n</table>`;
}

function minimumTable(fmin: FunctionMinimum): string {
  const flag = (bad: boolean): string => (bad ? BAD : GOOD);
  const [first, second] = covarianceWords(fmin);
  const doubt = fmin.hasAccurateCovar ? GOOD : fmin.hesseFailed ? BAD : DOUBTFUL;
  return table([
    `<tr><th colspan="2">${escaped(fmin.algorithm)}</th></tr>`,
    row([`FCN = ${general(fmin.fval, 4)}`, `Nfcn = ${fmin.nfcn}`]),
    row([`EDM = ${general(fmin.edm, 3)} (Goal: ${general(fmin.edmGoal, 3)})`, ""]),
    styled([
      [fmin.isValid ? "Valid Minimum" : "INVALID Minimum", flag(!fmin.isValid)],
      [
        `${fmin.isAboveMaxEdm ? "ABOVE" : "Below"} EDM threshold (goal x 10)`,
        flag(fmin.isAboveMaxEdm),
      ],
    ]),
    styled([
      [
        `${fmin.hasParametersAtLimit ? "SOME" : "No"} parameters at limit`,
        fmin.hasParametersAtLimit ? DOUBTFUL : GOOD,
      ],
      [
        `${fmin.hasReachedCallLimit ? "ABOVE" : "Below"} call limit`,
        flag(fmin.hasReachedCallLimit),
      ],
    ]),
    styled([
      [first, flag(fmin.hesseFailed)],
      [second, doubt],
    ]),
  ]);
}

const HEADS = ",Name,Value,Hesse Err,Minos Err-,Minos Err+,Limit-,Limit+,Fixed".split(",");

function parameterTable(params: readonly ParameterState[]): string {
  const limit = (value: number): string => (Number.isFinite(value) ? general(value, 6) : "");
  return table([
    row(HEADS, "th"),
    ...params.map(({ name, value, error, merror, limits, fixed }, i) => {
      const both = merror === undefined ? [] : [merror.lower, merror.upper];
      const [central, hesse, lower = "", upper = ""] = pdgFormat(value, error, ...both);
      const bounds = limits.map(limit);
      return row([String(i), name, central, hesse, lower, upper, ...bounds, fixed ? "yes" : ""]);
    }),
  ]);
}

function merrorsTable(errors: readonly MinosError[]): string {
  const names = errors.map(({ name }) => `<th colspan="2">${escaped(name)}</th>`).join("");
  const flags = (title: string, of: (error: MinosError) => readonly [boolean, boolean]): string =>
    row([title, ...errors.flatMap((error) => of(error).map((one) => (one ? "True" : "False")))]);
  const numbers = errors.flatMap(({ lower, upper }) => pdgFormat(undefined, lower, upper));
  return table([
    `<tr><td></td>${names}</tr>`,
    row(["Error", ...numbers]),
    flags("Valid", (e) => [e.lowerValid, e.upperValid]),
    flags("At Limit", (e) => [e.atLowerLimit, e.atUpperLimit]),
    flags("Max FCN", (e) => [e.atLowerMaxFcn, e.atUpperMaxFcn]),
    flags("New Min", (e) => [e.lowerNewMin, e.upperNewMin]),
  ]);
}

function matrixTable(matrix: ParameterMatrix): string {
  const { names } = matrix;
  const numbers = numbersOfMatrix(matrix);
  const n = names.length;
  return table([
    row(["", ...names], "th"),
    ...names.map((name, i) => row([name, ...numbers.slice(i * n, (i + 1) * n)])),
  ]);
}
