// Does with a file what a user does: lists it, opens its trees, reads its branches.
import { createHash } from "node:crypto";
import { HepwasmError } from "../../src/errors.ts";
import { openRoot } from "../../src/root/index.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { canonicalColumns } from "../conformance/canonical.ts";
import { checkLayout } from "./layout-check.ts";
import type { Plan } from "./mutate.ts";
import type { Random } from "./random.ts";

/** What came of one file. */
export interface Result {
  /** Errors of hepwasm, as promised for damage. */
  readonly errors: string[];
  /** What should not have happened. */
  readonly unhandled: unknown[];
  /** Hash of everything that was listed or read without an error. */
  readonly digests: Map<string, string>;
}

/** Branches of a tree that are read, and entries of each. */
const MAX_BRANCHES = 16;
const MAX_ENTRIES = 100;
/** Trees and other objects that are opened. */
const MAX_TREES = 6;
const MAX_OBJECTS = 10;

/** @param random  chooses branches and entries */
export async function exercise(
  bytes: Uint8Array,
  focus: Plan["focus"],
  random: Random,
): Promise<Result> {
  const errors: string[] = [];
  const unhandled: unknown[] = [];
  const digests = new Map<string, string>();
  const guard = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HepwasmError) errors.push(error.message);
      else unhandled.push(error);
      return undefined;
    }
  };

  await guard(async () => {
    await using file = await openRoot(bytes);
    const classes = file.classnames();
    digests.set("", hash(JSON.stringify([file.keys(), classes])));
    const trees = Object.keys(classes).filter((name) => TREES.has(classes[name]));
    const others = Object.keys(classes).filter((name) => !TREES.has(classes[name]));
    for (let i = 0; i < Math.min(others.length, MAX_OBJECTS); i++) {
      const name = others.length > MAX_OBJECTS ? random.pick(others) : others[i];
      const object = await guard(() => file.get(name));
      if (object !== undefined) digests.set(`get ${name}`, hash(JSON.stringify(object, plain())));
    }
    for (const name of trees.slice(0, MAX_TREES)) {
      const tree = await guard(() => file.tree(name));
      if (tree === undefined) continue;
      const listed = tree.branches.map(({ path, title, typename, entries, unsupported }) => [
        path,
        title,
        typename,
        entries,
        unsupported,
      ]);
      digests.set(name, hash(JSON.stringify([tree.title, tree.entries, tree.keys(), listed])));
      const read = async (path: string, entryStart: number): Promise<void> => {
        await guard(async () => {
          const layout = await tree.column(path, {
            entryStart,
            entryStop: entryStart + MAX_ENTRIES,
          });
          try {
            checkLayout(layout);
            const hashes = canonicalColumns(layout).map(({ sha256 }) => sha256);
            digests.set(`${name}:${path}@${entryStart}`, hashes.join());
          } finally {
            dispose(layout);
          }
        });
      };
      for (const hit of focus) {
        if (hit.tree === name) await read(hit.branch, hit.start);
      }
      const { branches } = tree;
      for (let i = 0; i < Math.min(branches.length, MAX_BRANCHES); i++) {
        const branch = branches.length > MAX_BRANCHES ? random.pick(branches) : branches[i];
        if (branch.unsupported !== undefined) continue;
        const last = Math.max(1, Math.min(branch.entries, 2 ** 31));
        await read(branch.path, random.oneIn(3) ? random.below(last) : 0);
      }
      await guard(async () => {
        const names = [0, 1, 2].map(() => random.pick(branches)?.path ?? "");
        dispose(await tree.arrays([...new Set(names)], { entryStop: MAX_ENTRIES }));
      });
    }
  });
  const left = memoryUsage().columns;
  if (left !== 0) unhandled.push(new Error(`${left} columns stay in memory`));
  return { errors, unhandled, digests };
}

const TREES = new Set(["TTree", "TNtuple", "TNtupleD", "ROOT::RNTuple"]);

/** Objects may hold 64-bit integers, and each other in a circle. */
function plain(): (name: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_, value) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "again";
    seen.add(value);
    return ArrayBuffer.isView(value) ? value.byteLength : value;
  };
}

function hash(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
