import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { ExpressionError, NotFoundError, ShapeError, UsageError } from "../../src/errors.ts";
import {
  bytesSource,
  concatenate,
  type EventSource,
  openRoot,
  type RootFile,
} from "../../src/root/index.ts";
import { Tree } from "../../src/root/tree.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { readData } from "../data.ts";

describe.each([
  { name: "numbers-none.root", key: "tree", list: "list_float32" },
  { name: "ntuple-none.root", key: "ntuple", list: "list" },
])("cut and aliases of $name", ({ name, key, list }) => {
  let bytes: Uint8Array<ArrayBuffer>;
  let file: RootFile;
  let tree: EventSource;
  beforeAll(async () => {
    bytes = await readData(`test/data/root/${name}`);
    file = await openRoot(bytes);
    tree = await file.tree(key);
  });
  afterAll(() => file.close());

  it("are refused where they are slips, as other arguments are", async () => {
    const aliases = { x: "int32 +" };
    await expect(tree.arrays(["int32"], { aliases })).rejects.toThrow(ExpressionError);
    const given = { cuts: "int32 > 0" };
    await expect(tree.arrays(["int32"], given as never)).rejects.toThrow('did you mean "cut"');
    await expect(tree.iterate(["int32"], given as never).next()).rejects.toThrow(NotFoundError);
    for (const slip of [{ library: "np" }, { cut: 1 }, { aliases: { x: 1 } }]) {
      await expect(tree.arrays(["int32"], slip as never)).rejects.toThrow(UsageError);
    }
    await expect(tree.arrays(5 as never)).rejects.toThrow("not by 5");
    await expect(tree.arrays({ entryStop: 5 } as never)).rejects.toThrow("options come second");
    await expect(file.get(undefined as never)).rejects.toThrow(UsageError);
    await expect(file.tree(undefined as never)).rejects.toThrow("named by text");
  });

  it("keep the entries that pass, and compute columns of them", async () => {
    const all = await tree.arrays(["int32", "float64", list]);
    const made = await tree.arrays(["int32", "twice", "total"], {
      cut: "int32 % 2 == 0 && n > 0",
      aliases: { twice: "2.0 * int32", n: `num(${list})`, total: `sum(${list}) + n` },
    });
    expect(made.fields).toEqual(["int32", "twice", "total"]);
    const mask = ak.evaluate(`int32 % 2 == 0 && num(${list}) > 0`, all);
    const expected = all.filter(mask);
    expect(made.length).toBeGreaterThan(0);
    expect(made.length).toBeLessThan(tree.entries);
    expect(made.field("int32").toList()).toEqual(expected.field("int32").toList());
    const total = ak.evaluate(`sum(${list}) + num(${list})`, expected);
    expect(made.field("total").toString()).toBe(total.toString());
    expect(made.field("twice").type).toContain("float64");
  });

  it("read only the branches that are named", async () => {
    const read: string[] = [];
    const made = await tree.arrays(["int8"], {
      cut: "a > 0 || bool",
      aliases: { a: "b", b: "uint8" },
      cache: {
        get: () => undefined,
        set(key, column) {
          read.push(...(/"(u?int8|bool)"/.exec(key)?.slice(1) ?? [key]));
          column.dispose();
        },
      },
    });
    expect(read).toEqual(["int8", "uint8", "bool"]);
    expect(made.fields).toEqual(["int8"]);
  });

  it("let an alias have the name of the branch that it uses", async () => {
    const plain = await tree.arrays(["int32"]);
    const made = await tree.arrays(["int32"], { aliases: { int32: "int32 + 1" } });
    expect(made.field("int32").toList()).toEqual(ak.add(plain.field("int32"), 1).toList());
  });

  it("number the entries", async () => {
    const made = await tree.arrays(["Entry$"], { cut: "Entry$ % 10 == 3", entryStart: 20 });
    expect(made.field("Entry$").toList().slice(0, 3)).toEqual([23n, 33n, 43n]);
  });

  it("add aliases to all branches where no names are given", async () => {
    const made = await tree.arrays(undefined, { aliases: { one: "1" }, entryStop: 2 });
    expect(made.fields).toContain("int64");
    expect(made.fields.at(-1)).toBe("one");
    expect(made.field("one").toList()).toEqual([1n, 1n]);
  });

  it("step through the entries with the same result", async () => {
    const options = { cut: "a > 3", aliases: { a: "int8 * 1.0" } };
    const whole = await tree.arrays(["a", "Entry$"], options);
    const steps: unknown[] = [];
    for await (const step of tree.iterate(["a", "Entry$"], { ...options, stepSize: 7 })) {
      steps.push(...step.toList());
      expect(step.metadata.treename).toBe(tree.path);
      step.dispose();
    }
    expect(steps).toEqual(whole.toList());
    const typed = await tree.arrays(["a"], { ...options, library: "typed" });
    expect([...(typed.a as Float64Array)]).toEqual(whole.field("a").toList());
  });

  it("work over several files", async () => {
    const options = { tree: key, cut: "int8 > 3", aliases: { a: "int8 / 2" } };
    const inputs = [bytesSource(bytes, "a.root"), bytesSource(bytes, "b.root")];
    const both = await concatenate(inputs, ["a"], options);
    const one = await tree.arrays(["a"], options);
    expect(both.toList()).toEqual([...one.toList(), ...one.toList()]);
  });

  it("free what was read", async () => {
    const work = async (): Promise<void> => {
      const made = await tree.arrays(["a"], { cut: "int8 > 3", aliases: { a: `max(${list})` } });
      made.dispose();
    };
    await work();
    const before = memoryUsage();
    for (let i = 0; i < 20; i++) await work();
    expect(memoryUsage()).toEqual(before);
  });

  it("say what is wrong, and where", async () => {
    const read = (options: object) => tree.arrays(["int32"], options);
    await expect(read({ cut: "int32 >" })).rejects.toThrow(ExpressionError);
    await expect(read({ cut: "int33 > 1" })).rejects.toThrow(NotFoundError);
    await expect(read({ cut: "int33 > 1" })).rejects.toThrow('did you mean "int32"?\n  int33 > 1');
    await expect(read({ cut: `${list} > 1` })).rejects.toThrow(ShapeError);
    await expect(read({ cut: `${list} > 1` })).rejects.toThrow("reduce it with any(), all()");
    await expect(read({ aliases: { int32: "b", b: "int32" } })).rejects.toThrow(UsageError);
    await expect(read({ aliases: { int32: "b", b: "int32" } })).rejects.toThrow(
      "int32 -> b -> int32",
    );
  });
});

describe("aliases stored with a tree", () => {
  it("are columns like others, where no branch has their name", async () => {
    const file = await openRoot(await readData("test/data/root/numbers-none.root"));
    const plain = (await file.tree("tree")) as Tree;
    expect(plain.aliases).toEqual({});
    // As TTree::SetAlias keeps them: a list of named texts.
    const raw = {
      fName: "t",
      fTitle: "",
      fEntries: 0,
      fAliases: { arr: [{ fName: "a", fTitle: "1 + 1" }] },
    };
    const source = bytesSource(new Uint8Array(8), "made.root");
    const tree = new Tree(raw as never, "t;1", source, {} as never);
    expect(tree.aliases).toEqual({ a: "1 + 1" });
    expect((await tree.arrays(["a"])).type).toBe("0 * {a: int64}");
    await file.close();
  });
});
