import { knownOptions } from "../array/option-names.ts";
import { CorrectionError, FormatError, NotFoundError, UsageError } from "../errors.ts";
import { checkText } from "./check-text.ts";
import type { Correction } from "./correction.ts";
import { CorrectionSet } from "./correction-set.ts";

// CMS's text files of jet corrections (CondFormats/JetMETObjects, JetCorrectorParameters): a header
//
//   {2 JetEta Rho 1 JetPt sqrt([0]*abs([0])/(x*x)+…) Resolution}
//
// with the variables of the bins, those of the formula (x, y, z, t in order), the formula and what it is;
// then for each bin its edges, how many numbers follow, the range of each variable of the formula, and the
// formula's parameters. A line in brackets, [FlavorQCD], begins a section with a header of its own.

interface Table {
  /** In messages. */
  readonly place: string;
  readonly binned: readonly string[];
  readonly variables: readonly string[];
  readonly formula: string;
  /** The formula as the text has it. */
  readonly given: string;
  readonly rows: readonly Row[];
}

interface Row {
  /** Lower and upper edge of each binned variable. */
  readonly edges: readonly (readonly [number, number])[];
  /** What follows the number of numbers. */
  readonly numbers: readonly number[];
}

const PARTS = ["name", "section"] as const;

/** A node of a payload. */
type Content = number | Readonly<Record<string, unknown>>;

/** Which part of a text. */
export interface JecTextOptions {
  /** Name of the correction: default, what the header says it is. */
  readonly name?: string | undefined;
  /** Of a text with several: `FlavorQCD`. */
  readonly section?: string | undefined;
}

/**
 * A jet energy correction (`.jec.txt`) or resolution (`.jr.txt`) as a correction of the variables that its
 * header names; 1 outside of its bins, as there.
 *
 * @throws FormatError naming the line; NotFoundError for a section or an option that is not there;
 *   UsageError for what is no text
 * @see coffea.lookup_tools.txt_converters.convert_jec_txt_file, jme_standard_function
 */
export function readJecText(text: string, options: JecTextOptions = {}): Correction {
  checkText(text, "readJecText");
  const { name, section } = knownOptions(options, PARTS, "readJecText");
  const { header, table } = sectionOf(text, section);
  const { variables, binned } = table;
  checkFormula(table);
  const count = 2 * variables.length;
  // The ranges follow the parameters, so that all bins share the formula.
  const needed =
    1 + Math.max(-1, ...[...table.formula.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1])));
  const places = new Map(variables.map((_, i) => [LETTERS[i], needed + 2 * i]));
  const limited = table.formula.replace(/\b[xyztws]\b/g, (letter) => {
    const at = places.get(letter);
    return at === undefined ? letter : `min(max(${spelt(letter)},[${at}]),[${at + 1}])`;
  });
  const content = (row: Row): Content => {
    if (row.numbers.length < count + needed) {
      throw new FormatError(
        `${table.place}: a bin has ${row.numbers.length - count} parameters, and the formula takes ${needed}`,
      );
    }
    const ranges = row.numbers.slice(0, count);
    const parameters = [...row.numbers.slice(count, count + needed), ...ranges];
    return { nodetype: "formularef", index: 0, parameters };
  };
  const formula = { nodetype: "formula", expression: limited, parser: "TFormula", variables };
  const data = binning(table, [...table.rows], 0, content, 1);
  return correction(name ?? header, signature(binned, variables), data, [formula]);
}

/**
 * Factors on a resolution (`.jersf.txt`), with an input of text, `systematic`, that says "nom", "up" or
 * "down"; of the nearest bin outside of all.
 *
 * @throws FormatError naming the line
 * @see coffea.lookup_tools.txt_converters.convert_jersf_txt_file, jersf_lookup
 */
export function readJersfText(text: string, options: JecTextOptions = {}): Correction {
  checkText(text, "readJersfText");
  const { name, section } = knownOptions(options, PARTS, "readJersfText");
  const { header, table } = sectionOf(text, section);
  if (table.formula !== "None") {
    throw new FormatError(
      `${table.place}: factors on a resolution have no formula, not ${table.formula}`,
    );
  }
  const skipped = 2 * table.variables.length;
  const of = (place: number): Content =>
    binning(
      table,
      [...table.rows],
      0,
      ({ numbers }) => {
        if (numbers.length >= skipped + 3) return numbers[skipped + place];
        throw new FormatError(
          `${table.place}: a bin lacks its central value and those down and up`,
        );
      },
      "clamp",
    );
  const data = byText("systematic", { nom: of(0), down: of(1), up: of(2) });
  return correction(name ?? header, signature(table.binned, table.variables, "systematic"), data);
}

/**
 * Uncertainties of the energy scale (`.junc.txt`), relative, by source; by `name` where there is one alone.
 * They have an input of text, `direction`, that says "up" or "down"; between the momenta of the text they
 * are interpolated, outside of all they are those of the nearest.
 *
 * @param options.name  default "jes", as coffea has it
 * @param options.sources  those wanted, of many; default all
 * @throws FormatError naming the line
 * @see coffea.lookup_tools.txt_converters.convert_junc_txt_file, jec_uncertainty_lookup
 */
export function readJuncText(
  text: string,
  options: { readonly name?: string | undefined; readonly sources?: readonly string[] } = {},
): Readonly<Record<string, Correction>> {
  checkText(text, "readJuncText");
  const known = ["name", "sources"] as const;
  const { name = "jes", sources } = knownOptions(options, known, "readJuncText");
  if (sources !== undefined && !Array.isArray(sources)) {
    throw new UsageError(`readJuncText: sources is a list of names, not ${String(sources)}`);
  }
  const tables = new Map(
    [...parse(text)].map(([section, found]) => [section || name, found.table]),
  );
  for (const source of sources ?? []) {
    if (!tables.has(source)) throw new NotFoundError("source", source, tables.keys(), "this text");
  }
  const wanted = sources ?? [...tables.keys()];
  return Object.fromEntries(
    wanted.map((source) => {
      const table = tables.get(source) as Table;
      const { binned, variables, formula } = table;
      if (!['""', "None"].includes(formula) || variables.length !== 1) {
        throw new FormatError(`${table.place}: uncertainties have one variable, and no formula`);
      }
      const along = (place: 1 | 2): Content =>
        binning(table, [...table.rows], 0, (row) => interpolation(table, row, place), "clamp");
      const data = byText("direction", { down: along(1), up: along(2) });
      const line = {
        nodetype: "formula",
        expression: "[0]+(x-[1])*[2]",
        parser: "TFormula",
        variables,
      };
      return [source, correction(source, signature(binned, variables, "direction"), data, [line])];
    }),
  );
}

/** Variables of formulas in their order. */
const LETTERS = ["x", "y", "z", "t", "w", "s"];

/** As payloads have them, whose letters end with t. */
function spelt(letter: string): string {
  const place = LETTERS.indexOf(letter);
  return place < 4 ? letter : `x[${place}]`;
}

/** @throws FormatError for a formula that is none, which later is put into one with limits */
function checkFormula({ place, formula, given, variables }: Table): void {
  const expression = formula.replace(/\b[ws]\b/g, spelt);
  const node = { nodetype: "formula", expression, parser: "TFormula", variables };
  try {
    correction("formula", signature([], variables), 1, [node]);
  } catch (error) {
    if (!(error instanceof CorrectionError)) throw error;
    const which = given === expression ? "its formula" : `the formula ${given}`;
    const why = error.message.slice(error.path.length + 2);
    throw new FormatError(`${place}: ${which} cannot be understood: ${why}`, { cause: error });
  }
}

function sectionOf(text: string, wanted: string | undefined): { header: string; table: Table } {
  const tables = parse(text);
  const names = [...tables.keys()];
  const name = wanted ?? names[0];
  if (wanted === undefined && names.length > 1) {
    throw new UsageError(`this text has sections: { section: "${names[0]}" }, …`);
  }
  const found = tables.get(name);
  if (found === undefined) throw new NotFoundError("section", name, names, "this text");
  return found;
}

/** The tables of a text by their sections; "" where there are none. */
function parse(text: string): Map<string, { header: string; table: Table }> {
  const made = new Map<string, { header: string; table: Table; rows: Row[] }>();
  let section = "";
  let now: { header: string; table: Table; rows: Row[] } | undefined;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const place = `line ${i + 1}`;
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[")) {
      section = line.slice(1, -1);
      now = undefined;
    } else if (line.startsWith("{") || now === undefined) {
      now = headerOf(line, place);
      made.set(section, now);
    } else now.rows.push(rowOf(line, now.table, place));
  }
  for (const { rows, table } of made.values()) {
    if (rows.length === 0) throw new FormatError(`${table.place}: no bins follow`);
  }
  if (made.size === 0) throw new FormatError("this text has no header { … } of a jet correction");
  return made;
}

function headerOf(line: string, place: string): { header: string; table: Table; rows: Row[] } {
  const words = line.replace(/[{}]/g, " ").trim().split(/\s+/);
  const take = (): string[] => {
    const count = Number(words.shift());
    if (Number.isInteger(count) && count >= 0 && words.length >= count)
      return words.splice(0, count);
    throw new FormatError(`${place}: a header { … } of a jet correction begins with a number`);
  };
  const binned = take();
  const variables = take();
  const formula = words.shift();
  if (formula === undefined || binned.length === 0 || variables.length > LETTERS.length) {
    throw new FormatError(`${place}: this header has no variables of bins, or no formula`);
  }
  const rows: Row[] = [];
  const table = { place, binned, variables, formula: formulaOf(formula), given: formula, rows };
  return { header: words.at(-1) ?? "jet correction", table, rows };
}

/** ROOT's functions as payloads spell them. */
function formulaOf(given: string): string {
  return given
    .replace(/TMath::(\w+)/g, (_, name: string) => MATH[name] ?? name)
    .replace(/\bfabs\b/g, "abs")
    .replace(/(\d)[eE]\+/g, "$1e")
    .replace(/(^|[^\w.])\.(\d)/g, "$10.$2");
}

const MATH: Readonly<Record<string, string>> = {
  Max: "max",
  Min: "min",
  Log: "log",
  Log10: "log10",
  Power: "pow",
  Erf: "erf",
  Exp: "exp",
  Sqrt: "sqrt",
  Abs: "abs",
};

/** Numbers are those of float32, as in CMSSW and coffea. */
function rowOf(line: string, { binned }: Table, place: string): Row {
  const words = line.split(/\s+/);
  const numbers = words.map((word) => Math.fround(Number(word)));
  if (words.some((word, i) => Number.isNaN(numbers[i]) && !/^[+-]?nan$/i.test(word))) {
    throw new FormatError(`${place}: this is no line of numbers`);
  }
  if (numbers.length < 2 * binned.length + 1) {
    throw new FormatError(`${place}: there are fewer numbers than edges of bins`);
  }
  const edges = binned.map((_, i): [number, number] => [numbers[2 * i], numbers[2 * i + 1]]);
  return { edges, numbers: numbers.slice(2 * binned.length + 1) };
}

/** The bins of a variable, with those of the next in each; where there is a gap the bin below goes on. */
function binning(
  table: Table,
  rows: readonly Row[],
  depth: number,
  content: (row: Row) => Content,
  flow: 1 | "clamp",
): Content {
  if (depth === table.binned.length) {
    if (rows.length === 1) return content(rows[0]);
    throw new FormatError(`${table.place}: two lines are of the same bin`);
  }
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const [low] = row.edges[depth];
    const group = groups.get(low);
    if (group === undefined) groups.set(low, [row]);
    else group.push(row);
  }
  const lows = [...groups.keys()].sort((a, b) => a - b);
  const last = Math.max(...rows.map(({ edges }) => edges[depth][1]));
  // The upper end of all belongs to the last bin.
  const edges = [...lows, flow === 1 ? nextAbove(last) : last];
  const inside = lows.map((low) => {
    return binning(table, groups.get(low) as Row[], depth + 1, content, flow);
  });
  return { nodetype: "binning", input: table.binned[depth], edges, content: inside, flow };
}

/** @param place  of each three numbers after the first: 1 down, 2 up */
function interpolation(
  { place: where, variables }: Table,
  { numbers }: Row,
  place: 1 | 2,
): Content {
  const points = Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => {
    return { x: numbers[3 * i], y: numbers[3 * i + place] };
  });
  const rising = points.every(({ x }, i) => i === 0 || x > points[i - 1].x);
  if (points.length < 2 || !rising) {
    throw new FormatError(
      `${where}: a bin's momenta are two or more, ascending, with down and up each`,
    );
  }
  const content = points.slice(1).map(({ x, y }, i) => {
    const before = points[i];
    const slope = (y - before.y) / (x - before.x);
    return { nodetype: "formularef", index: 0, parameters: [before.y, before.x, slope] };
  });
  const [first, last] = [points[0], points[points.length - 1]];
  const edges = [Number.NEGATIVE_INFINITY, ...points.map(({ x }) => x), Number.POSITIVE_INFINITY];
  const all = [first.y, ...content, last.y];
  return { nodetype: "binning", input: variables[0], edges, content: all, flow: "clamp" };
}

/** The least float64 above: bins are half open, and the last one of a text is closed. */
function nextAbove(value: number): number {
  if (!Number.isFinite(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array([0n]);
  const number = new Float64Array(bits.buffer);
  number[0] = value;
  bits[0] += value > 0 ? 1n : -1n;
  return number[0];
}

function byText(input: string, contents: Readonly<Record<string, Content>>): Content {
  const content = Object.entries(contents).map(([key, value]) => ({ key, value }));
  return { nodetype: "category", input, content };
}

function signature(
  binned: readonly string[],
  variables: readonly string[],
  text?: string,
): readonly { readonly name: string; readonly type: "real" | "string" }[] {
  const names = [...new Set([...binned, ...variables])];
  const reals = names.map((name) => ({ name, type: "real" as const }));
  return text === undefined ? reals : [...reals, { name: text, type: "string" }];
}

function correction(
  name: string,
  inputs: ReturnType<typeof signature>,
  data: Content,
  formulas: readonly object[] = [],
): Correction {
  const output = { name: "value", type: "real" };
  const made = { name, version: 1, inputs, output, data, generic_formulas: formulas };
  return CorrectionSet.fromObject({ schema_version: 2, corrections: [made] }).get(name);
}
