import { type ListValue, toList } from "../array/export.ts";
import { fieldOf } from "../array/field.ts";
import { FormatError, UnsupportedError, UsageError } from "../errors.ts";
import type { EventSource } from "../root/event-source.ts";
import { openRoot } from "../root/file.ts";
import { splitFileTree } from "../root/file-tree.ts";
import { dispose } from "../wasm/scope.ts";
import { shortNumber } from "./bars.ts";
import type { Arguments, Command } from "./command.ts";
import { entryRange } from "./file-tree.ts";
import { selectBranches } from "./glob.ts";
import { toPlain } from "./json.ts";
import { isTree, newestTrees } from "./ls.ts";
import { objectJson, objectText } from "./object-text.ts";
import type { Output } from "./output.ts";
import { type Align, cut, table } from "./table.ts";

/** Entries shown where none are named. */
const DEFAULT_ENTRIES = "0:10";
const DEFAULT_COUNT = 10;
/** The column of entries' numbers. */
const ENTRY = "Entry$";
/** Entries read together. */
const ENTRIES_AT_ONCE = 10_000;
/** Characters of one value in a table. */
const CELL_WIDTH = 40;
/** Entries that fit beside each other at least, and characters of each at least. */
const ENTRIES_BESIDE = 4;
const LEAST_CELL = 8;

/** `hepwasm show` */
export const show: Command = {
  name: "show",
  operands: ["FILE:TREE"],
  summary: "print entries of a tree, or an object",
  about: `Prints columns of a tree, one entry a line, or one column a line where the lines
would be too long for the terminal. :TREE may be left out where the file has one tree.
For any other key, FILE:dir/name;cycle, prints the object: a histogram as bars, a graph
as its points, other classes as their members.`,
  options: {
    columns: {
      value: "A,B",
      help: "columns in this order; * and ? as in file names (default all)",
    },
    entries: {
      value: "START:STOP",
      help:
        `as Python's slices: 5:, -3: are the rest, the last three (default ${DEFAULT_ENTRIES}; ` +
        `with --cut the first ${DEFAULT_COUNT} that pass)`,
    },
    cut: {
      value: "EXPRESSION",
      help: `only entries for which it holds: 'lep_n == 4 && max(lep_pt) > 25e3'`,
    },
    alias: {
      value: "NAME=EXPRESSION",
      many: true,
      help: "a column that is computed; may be given more than once",
    },
    json: { help: "print one JSON record for each entry, or one for an object" },
  },
  examples: [
    ["hepwasm show data_A.4lep.root:mini --columns lep_n,lep_pt --entries 0:5", "look at values"],
    ["hepwasm show data_A.4lep.root:mini --columns 'lep_*' --entries -3:", "the last three"],
    [
      "hepwasm show data_A.4lep.root:mini --cut 'max(lep_pt) > 50e3' --alias 'ht=sum(lep_pt)'",
      "select and compute",
    ],
    ["hepwasm show plots.root:dir/hist", "draw a histogram"],
    ["hepwasm show data.root:mini --columns met_et --entries : --json > met.jsonl", "export"],
  ],
  async run(args: Arguments, output: Output, signal: AbortSignal): Promise<void> {
    const { options } = args;
    const { file: path, tree: treeName } = splitFileTree(args.operands[0]);
    const file = await openRoot(path, { signal });
    try {
      const name = treeName ?? onlyTree(newestTrees(file), path);
      const key = file.key(name);
      if (!isTree(key.className)) {
        const object = await file.get(name, { signal });
        if (!("kind" in object)) throw new UsageError(`${key.path} has no entries`);
        for (const option of ["columns", "entries", "cut", "alias"]) {
          if (options[option] !== undefined || args.lists[option] !== undefined) {
            throw new UsageError(`--${option} is for trees; ${key.path} is a ${key.className}`);
          }
        }
        if (options.json === undefined) output.out(objectText(object, key.path, output.width));
        else output.out(`${JSON.stringify(objectJson(object, key.path))}\n`);
        return;
      }
      const tree = await file.tree(name, { signal });
      const { cut: condition } = options;
      const everything = condition === undefined ? DEFAULT_ENTRIES : ":";
      const range = entryRange(options.entries ?? everything, tree.entries);
      const most = options.entries === undefined ? DEFAULT_COUNT : Number.POSITIVE_INFINITY;
      const aliases = aliasesOf(args.lists.alias ?? []);
      let names = namesOf(tree, options.columns, Object.keys(aliases), output);
      const compute = { cut: condition, aliases };
      let pieces = read(tree, names, compute, range, most, signal);
      const first = await pieces.next().catch(async (error: unknown) => {
        if (options.columns !== undefined || signal.aborted || !isOfFile(error)) throw error;
        names = await sound(tree, names, range, output, signal);
        pieces = read(tree, names, compute, range, most, signal);
        return pieces.next();
      });
      if (options.json !== undefined) {
        for (let step = first; !step.done; step = await pieces.next()) {
          printJson(step.value, names, output);
          await output.drained();
        }
        return;
      }
      // A table needs all its lines at once to align them; JSON lines go out piece by piece.
      const whole: Piece = { entries: [], columns: names.map(() => []) };
      for (let step = first; !step.done; step = await pieces.next()) {
        const { entries, columns } = step.value;
        for (const entry of entries) whole.entries.push(entry);
        for (const [k, column] of columns.entries()) {
          for (const value of column) whole.columns[k].push(value);
        }
      }
      output.out(asText(whole, names, output.width));
    } finally {
      await file.close();
    }
  },
};

/** `NAME=EXPRESSION`, each. */
function aliasesOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      const name = text.slice(0, Math.max(at, 0)).trim();
      if (name === "" || text[at + 1] === "=") {
        throw new UsageError(`--alias takes NAME=EXPRESSION, not "${text}"`);
      }
      return [name, text.slice(at + 1)] as const;
    }),
  );
}

/** Some entries: their numbers, and their values column by column. */
interface Piece {
  readonly entries: number[];
  readonly columns: ListValue[][];
}

/** Reads entries piece by piece, until `most` have passed the cut. */
async function* read(
  tree: EventSource,
  names: readonly string[],
  { cut: condition, aliases }: { cut: string | undefined; aliases: Record<string, string> },
  [start, stop]: readonly [number, number],
  most: number,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const wanted = [...names, ENTRY].filter((name, i, all) => all.indexOf(name) === i);
  let shown = 0;
  let at = start;
  do {
    const end = Math.min(at + ENTRIES_AT_ONCE, stop);
    const range = { entryStart: at, entryStop: end, signal };
    const array = await tree.arrays(wanted, { ...range, cut: condition, aliases });
    try {
      const kept = array.slice(0, most - shown);
      const columns = names.map((name) => toList(fieldOf(kept.layout, name)));
      const entries = toList(fieldOf(kept.layout, ENTRY)).map(Number);
      kept.dispose();
      shown += entries.length;
      yield { entries, columns };
    } finally {
      array.dispose();
    }
    at = end;
  } while (at < stop && shown < most);
}

function onlyTree(trees: readonly string[], path: string): string {
  if (trees.length === 1) return trees[0];
  if (trees.length === 0) throw new UsageError(`${path} has no tree; see hepwasm ls ${path}`);
  const more = trees.length > 10 ? `, … (hepwasm ls ${path} lists all ${trees.length})` : "";
  const known = trees.slice(0, 10).map((name) => `${path}:${name}`);
  throw new UsageError(`${path} has several trees; say which: ${known.join(", ")}${more}`);
}

/** The columns to show, computed ones among them; those that a pattern takes in and that cannot be read are left out. */
function namesOf(
  tree: EventSource,
  columns: string | undefined,
  aliases: readonly string[],
  output: Output,
): string[] {
  const readable = tree.branches.filter(
    ({ unsupported, entries }) => unsupported === undefined && entries >= tree.entries,
  );
  const can = new Set([...readable.map(({ path }) => path), ...aliases]);
  if (columns === undefined) return [...can];
  const wanted = selectBranches(columns, tree, aliases);
  const left = wanted.filter((name) => !can.has(name));
  // What was named in full is an error of the reading; what a pattern took in is passed over.
  if (left.length === 0 || !/[*?[]/.test(columns)) return wanted;
  const groups = new Set(
    tree.branches.filter((branch) => branch.interpretation.kind === "grouped").map((b) => b.path),
  );
  const unread = left.filter((name) => !groups.has(name));
  if (unread.length > 0) {
    output.err(`left out, since they cannot be read: ${unread.join(", ")}\n`);
  }
  return wanted.filter((name) => can.has(name));
}

/**
 * Of all columns, those whose first entries can be read: what a file says of a branch need not be true. An
 * error of one column is told, and the others are shown.
 */
async function sound(
  tree: EventSource,
  names: readonly string[],
  [entryStart, entryStop]: readonly [number, number],
  output: Output,
  signal: AbortSignal,
): Promise<string[]> {
  const range = {
    entryStart,
    entryStop: Math.min(entryStop, entryStart + ENTRIES_AT_ONCE),
    signal,
  };
  const branches = new Set(tree.keys());
  const faulty = new Set<string>();
  for (const name of names) {
    if (!branches.has(name)) continue;
    try {
      dispose(await tree.column(name, range));
    } catch (error) {
      if (signal.aborted || !isOfFile(error)) throw error;
      faulty.add(name);
      output.err(`left out: ${error.message}\n`);
    }
  }
  return names.filter((name) => !faulty.has(name));
}

function isOfFile(error: unknown): error is Error {
  return error instanceof FormatError || error instanceof UnsupportedError;
}

function printJson(piece: Piece, names: readonly string[], output: Output): void {
  const lines = piece.entries.map((_, i) => {
    const values = names.map((name, k) => [name, toPlain(piece.columns[k][i])] as const);
    return `${JSON.stringify(Object.fromEntries(values))}\n`;
  });
  output.out(lines.join(""));
}

function asText(piece: Piece, names: readonly string[], width: number | undefined): string {
  const columns = piece.columns.map((column) =>
    column.map((value) => cut(valueText(value), CELL_WIDTH)),
  );
  const entries = piece.entries.map(String);
  const upright = [
    ["entry", ...names],
    ...entries.map((entry, i) => [entry, ...columns.map((column) => column[i])]),
  ];
  const align = names.map((_, k): Align => (isNumeric(columns[k]) ? "right" : "left"));
  const text = table(upright, ["right", ...align]);
  if (width === undefined || longestLine(text) <= width) return text;
  const room = width - names.reduce((most, name) => Math.max(most, name.length), 0);
  const cell = Math.max(
    Math.floor(room / Math.min(entries.length, ENTRIES_BESIDE)) - 2,
    LEAST_CELL,
  );
  const turned = names.map((name, k) => [name, ...columns[k].map((text) => cut(text, cell))]);
  return table([["entry", ...entries], ...turned], [], width);
}

/** `[52.1, 30.7]`, `{x: 1}`, with six digits. */
function valueText(value: ListValue): string {
  if (typeof value === "number") return shortNumber(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([name, item]) => `${name}: ${valueText(item)}`);
    return `{${fields.join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function isNumeric(cells: readonly string[]): boolean {
  return cells.every((cell) => /^(-?[\d.]|NaN|-?Infinity|true|false)/.test(cell));
}

function longestLine(text: string): number {
  return text.split("\n").reduce((most, line) => Math.max(most, line.length), 0);
}
