import type { EventBranch, EventSource } from "../root/event-source.ts";
import { type KeyInfo, openRoot, type RootFile } from "../root/file.ts";
import { splitFileTree } from "../root/file-tree.ts";
import type { Arguments, Command } from "./command.ts";
import { selectBranches } from "./glob.ts";
import type { Output } from "./output.ts";
import { type Align, byteText, cut, table } from "./table.ts";

const TREES = new Set(["TTree", "TNtuple", "TNtupleD", "ROOT::RNTuple"]);

/** Whether the objects of a class have entries. */
export function isTree(className: string): boolean {
  return TREES.has(className);
}

/** `hepwasm ls` */
export const ls: Command = {
  name: "ls",
  operands: ["FILE"],
  summary: "list keys, trees and branches of a ROOT file",
  about: `Lists every key with its class and title, and for each tree its entries and branches:
type, size, size on file, codec and number of baskets. FILE is a path or a URL; FILE:TREE
lists that tree alone. Branches that cannot be read say why.`,
  options: {
    columns: { value: "A,B", help: "only these branches; * and ? match any text and character" },
    json: { help: "print JSON" },
  },
  examples: [
    ["hepwasm ls data_A.4lep.root", "see what is in a file"],
    ["hepwasm ls data_A.4lep.root:mini --columns 'lep_*'", "some branches of one tree"],
    ["hepwasm ls https://host/data.root --json | jq '.trees[].entries'", "as JSON, from a server"],
  ],
  async run(args: Arguments, output: Output, signal: AbortSignal): Promise<void> {
    const { file: path, tree: treeName } = splitFileTree(args.operands[0]);
    const file = await openRoot(path, { signal });
    try {
      const names = treeName === undefined ? newestTrees(file) : [treeName];
      const trees: Listed[] = [];
      let failure: unknown;
      for (const name of names) {
        try {
          trees.push(listed(await file.tree(name, { signal }), args.options.columns));
        } catch (error) {
          if (treeName !== undefined || signal.aborted) throw error;
          failure ??= error;
        }
      }
      const keys = treeName === undefined ? file.keys().map((name) => file.key(name)) : [];
      if (args.options.json !== undefined) {
        output.out(`${JSON.stringify(asJson(file, keys, trees))}\n`);
      } else output.out(asText(file, keys, trees, output.width));
      // The rest of the file is shown all the same.
      if (failure !== undefined) throw failure;
    } finally {
      await file.close();
    }
  },
};

interface Listed {
  readonly tree: EventSource;
  readonly branches: readonly EventBranch[];
}

function listed(tree: EventSource, columns: string | undefined): Listed {
  if (columns === undefined) return { tree, branches: tree.branches };
  const chosen = new Set(selectBranches(columns, tree));
  return { tree, branches: tree.branches.filter(({ path }) => chosen.has(path)) };
}

/** The trees of a file, the newest cycle of each. */
export function newestTrees(file: RootFile): string[] {
  const newest = new Map<string, string>();
  for (const [key, className] of Object.entries(file.classnames())) {
    if (!isTree(className)) continue;
    const at = key.lastIndexOf(";");
    const name = key.slice(0, at);
    const cycle = Number(key.slice(at + 1));
    const before = newest.get(name);
    if (before === undefined || Number(before.slice(at + 1)) < cycle) newest.set(name, key);
  }
  return [...newest.values()];
}

function asJson(file: RootFile, keys: readonly KeyInfo[], trees: readonly Listed[]): unknown {
  return {
    file: file.path,
    bytes: file.size,
    root: versionText(file.version),
    codec: file.codec,
    keys: keys.map(({ path, className, name, title, compressedBytes }) => ({
      ...{ key: path, class: className, name, title, compressedBytes },
    })),
    trees: trees.map(({ tree, branches }) => ({
      key: tree.path,
      title: tree.title,
      entries: tree.entries,
      branches: branches.map((branch) => ({
        name: branch.path,
        type: branch.typename,
        entries: branch.entries,
        bytes: branch.uncompressedBytes,
        compressedBytes: branch.compressedBytes,
        codec: branch.codec,
        baskets: branch.baskets,
        ...(branch.unsupported === undefined ? {} : { unsupported: branch.unsupported }),
      })),
    })),
  };
}

function asText(
  file: RootFile,
  keys: readonly KeyInfo[],
  trees: readonly Listed[],
  width: number | undefined,
): string {
  const version = versionText(file.version);
  const parts = [
    `${file.path}: ${byteText(file.size)}, written by ROOT ${version}, ${file.codec}\n`,
  ];
  const shown = new Set(trees.map(({ tree }) => tree.path));
  const others = keys.filter(({ path }) => !shown.has(path));
  if (others.length > 0) {
    const rows = others.map(({ path, className, title }) => [path, className, title]);
    const lines = [["key", "class", "title"], ...rows].map((row) => ["", ...row]);
    parts.push(table(lines, [], width));
  } else if (keys.length === 0 && trees.length === 0) parts.push("  no keys\n");
  for (const { tree, branches } of trees) parts.push(treeText(tree, branches, width));
  return parts.join("\n");
}

const ALIGN: readonly Align[] = ["left", "left", "left", "right", "right", "left", "right"];

function treeText(
  tree: EventSource,
  branches: readonly EventBranch[],
  width: number | undefined,
): string {
  const unread = tree.branches.filter(({ interpretation: { kind } }) => kind === "unsupported");
  const unreadable = unread.length > 0 ? `, ${unread.length} not readable` : "";
  const title = tree.title === "" || tree.title === tree.name ? "" : ` "${tree.title}"`;
  const head = `${tree.path}${title}: ${count(tree.entries, "entry", "entries")}, ${count(tree.branches.length, "branch", "branches")}${unreadable}\n`;
  if (branches.length === 0) return head;
  const depths = depthsOf(branches);
  // On a terminal, names and types of a class library must leave room for the rest.
  const nameWidth = width === undefined ? Number.POSITIVE_INFINITY : Math.max(width - 64, 24);
  const typeWidth = width === undefined ? Number.POSITIVE_INFINITY : 28;
  const rows = branches.map((branch, i) => {
    // Below their parent, its name need not be repeated.
    const name = "  ".repeat(depths[i]) + (depths[i] > 0 ? branch.name : branch.path);
    return row(branch, cut(name, nameWidth), cut(branch.typename, typeWidth), tree.entries);
  });
  const titles = ["", "branch", "type", "size", "on file", "codec", "baskets", ""];
  return `${head}\n${table([titles, ...rows], ALIGN)}`;
}

/** How many branches of the list each one lies in. */
function depthsOf(branches: readonly EventBranch[]): number[] {
  const around: string[] = [];
  return branches.map(({ path }) => {
    while (around.length > 0 && !path.startsWith(`${around[around.length - 1]}/`)) around.pop();
    return around.push(path) - 1;
  });
}

function row(branch: EventBranch, name: string, typename: string, entries: number): string[] {
  const { interpretation, unsupported } = branch;
  if (interpretation.kind === "grouped") return ["", name, typename, "", "", "", "", "group"];
  const note = unsupported !== undefined ? `not readable: ${unsupported}` : "";
  const other = branch.entries === entries ? note : `${branch.entries} entries; ${note}`;
  // A basket that was never flushed lies in the tree's own object, with no size of its own.
  const inTree = branch.baskets > 0 && branch.compressedBytes === 0;
  return [
    "",
    name,
    typename,
    inTree ? "" : byteText(branch.uncompressedBytes),
    inTree ? "in tree" : byteText(branch.compressedBytes),
    branch.codec,
    String(branch.baskets),
    other.replace(/; $/, ""),
  ];
}

function count(n: number, one: string, several: string): string {
  return `${n} ${n === 1 ? one : several}`;
}

/** 62206 is 6.22/06. */
function versionText(version: number): string {
  const minor = Math.floor(version / 100) % 100;
  return `${Math.floor(version / 10000)}.${two(minor)}/${two(version % 100)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
