import type { AwkwardArray } from "../array/array.ts";
import { type ListValue, toList } from "../array/export.ts";
import { fieldOf } from "../array/layout.ts";
import { UsageError } from "../errors.ts";
import type { EventSource } from "../root/event-source.ts";
import { openRoot } from "../root/file.ts";
import { splitFileTree } from "../root/file-tree.ts";
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
/** Entries read together for JSON. */
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
      help: `as Python's slices: 5:, -3: are the rest, the last three (default ${DEFAULT_ENTRIES})`,
    },
    json: { help: "print one JSON record for each entry, or one for an object" },
  },
  examples: [
    ["hepwasm show data_A.4lep.root:mini --columns lep_n,lep_pt --entries 0:5", "look at values"],
    ["hepwasm show data_A.4lep.root:mini --columns 'lep_*' --entries -3:", "the last three"],
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
        for (const option of ["columns", "entries"]) {
          if (options[option] !== undefined) {
            throw new UsageError(`--${option} is for trees; ${key.path} is a ${key.className}`);
          }
        }
        if (options.json === undefined) output.out(objectText(object, key.path, output.width));
        else output.out(`${JSON.stringify(objectJson(object, key.path))}\n`);
        return;
      }
      const tree = await file.tree(name, { signal });
      const [entryStart, entryStop] = entryRange(options.entries ?? DEFAULT_ENTRIES, tree.entries);
      const names = namesOf(tree, options.columns, output);
      const json = options.json !== undefined;
      // A table needs all its lines at once to align them; JSON lines go out piece by piece.
      const step = json ? ENTRIES_AT_ONCE : Math.max(entryStop - entryStart, 1);
      let start = entryStart;
      do {
        const stop = Math.min(start + step, entryStop);
        const array = await tree.arrays(names, { entryStart: start, entryStop: stop, signal });
        try {
          if (json) printJson(array, names, output);
          else output.out(asText(array, names, start, output.width));
        } finally {
          array.dispose();
        }
        start = stop;
      } while (start < entryStop);
    } finally {
      await file.close();
    }
  },
};

function onlyTree(trees: readonly string[], path: string): string {
  if (trees.length === 1) return trees[0];
  if (trees.length === 0) throw new UsageError(`${path} has no tree; see hepwasm ls ${path}`);
  throw new UsageError(`${path} has several trees; say which: ${path}:${trees[0]}`);
}

/** The columns to show; those that a pattern takes in and that cannot be read are left out. */
function namesOf(tree: EventSource, columns: string | undefined, output: Output): string[] {
  const readable = tree.branches.filter(({ unsupported }) => unsupported === undefined);
  if (columns === undefined) return readable.map(({ path }) => path);
  const can = new Set(readable.map(({ path }) => path));
  const wanted = selectBranches(columns, tree);
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

function printJson(array: AwkwardArray, names: readonly string[], output: Output): void {
  const columns = names.map((name) => toList(fieldOf(array.layout, name)));
  for (let i = 0; i < array.length; i++) {
    const record = Object.fromEntries(names.map((name, k) => [name, toPlain(columns[k][i])]));
    output.out(`${JSON.stringify(record)}\n`);
  }
}

function asText(
  array: AwkwardArray,
  names: readonly string[],
  first: number,
  width: number | undefined,
): string {
  const columns = names.map((name) => {
    return toList(fieldOf(array.layout, name)).map((value) => cut(valueText(value), CELL_WIDTH));
  });
  const entries = Array.from({ length: array.length }, (_, i) => String(first + i));
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
