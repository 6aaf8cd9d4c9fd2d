import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { array } from "../../src/array/index.ts";
import { bars } from "../../src/cli/bars.ts";
import { histText } from "../../src/cli/hist-text.ts";
import { toPlain } from "../../src/cli/json.ts";
import { objectJson, objectText } from "../../src/cli/object-text.ts";
import { drained, printable, widthOf } from "../../src/cli/output.ts";
import { resultText } from "../../src/cli/result-text.ts";
import { byteText, table } from "../../src/cli/table.ts";
import { Hist } from "../../src/hist/hist.ts";
import { toRecord } from "../../src/hist/record.ts";
import type { AxisRecord } from "../../src/root/objects/index.ts";

describe("bars", () => {
  it("draws lengths in proportion, with numbers and errors", () => {
    const text = bars(
      [
        { label: "[0, 1)", value: 1, error: 1 },
        { label: "[1, 10)", value: 2.25, error: 1.5 },
        { label: "over", value: 0 },
      ],
      40,
    );
    expect(text).toBe(
      [
        "[0, 1)      1 ± 1   |████████▌",
        "[1, 10)  2.25 ± 1.5 |███████████████████",
        "over        0       |",
        "",
      ].join("\n"),
    );
  });

  it("gives negative, NaN and infinite values no bar", () => {
    const values = [-1, Number.NaN, Number.POSITIVE_INFINITY, 1];
    const lines = bars(values.map((value) => ({ label: "", value }))).split("\n");
    expect(lines.slice(0, 3).every((line) => line.endsWith("|"))).toBe(true);
    expect(lines[3]).toContain("█");
  });
});

describe("objectText", () => {
  const drawn = (changes: Partial<AxisRecord>): string[] => {
    const hist = Hist.new.reg(4, 0, 4, { name: "x" }).double();
    hist.fill({ x: [0.5, 1.5, 1.5, 3.5] });
    const record = toRecord(hist);
    hist.dispose();
    const axes = [{ ...record.axes[0], ...changes }];
    const text = objectText({ ...record, axes } as typeof record, "h;1");
    return text.split("\n").flatMap((line) => /^(.*?) {2,}\d.*\|/.exec(line)?.[1] ?? []);
  };

  it("draws histograms whose labels repeat, the later ones with a number", () => {
    expect(drawn({ labels: ["a", "a", "a (2)", "a"] })).toEqual(["a", "a (3)", "a (2)", "a (4)"]);
    expect(drawn({ labels: ["1", "01", "2", "x"] })).toEqual(["1", "1 (2)", "2", "x"]);
  });

  it("draws histograms whose bins have no extent", () => {
    const edges = new Float64Array(5);
    expect(drawn({ edges, min: 0, max: 0 })).toEqual(["bin 1", "bin 2", "bin 3", "bin 4"]);
  });
});

describe("objectJson", () => {
  it("writes what is referred to twice once, and where that is", () => {
    const leaf = { className: "Leaf", members: { "a/b~": { className: "Deep", members: {} } } };
    const object = { kind: "object", className: "Top", members: { x: [leaf, leaf], y: leaf } };
    const text = JSON.stringify(objectJson(object as never, "t;1"));
    expect(JSON.parse(text).members).toEqual({
      x: [leaf, { class: "Leaf", ref: "/members/x/0" }],
      y: { class: "Leaf", ref: "/members/x/0" },
    });
    const inner = {
      kind: "object",
      className: "Top",
      members: { x: leaf, y: leaf.members["a/b~"] },
    };
    expect(objectJson(inner as never, "t;1")).toMatchObject({
      members: { y: { class: "Deep", ref: "/members/x/members/a~1b~0" } },
    });
  });

  it("stays short where every object refers twice to the next, and the last to the first", () => {
    const last: { className: string; members: Record<string, unknown> } = {
      className: "Node",
      members: {},
    };
    let first = last;
    for (let i = 0; i < 60; i++) {
      first = { className: "Node", members: { left: first, right: first } };
    }
    last.members.up = first;
    const text = JSON.stringify(objectJson({ kind: "object", ...first } as never, "t;1"));
    expect(text.length).toBeLessThan(200_000);
  });
});

describe("table", () => {
  it("aligns columns and cuts lines", () => {
    const rows = [
      ["name", "n"],
      ["é", "10"],
      ["long name", "7"],
    ];
    expect(table(rows, ["left", "right"])).toBe("name        n\né          10\nlong name   7\n");
    expect(table(rows, [], 8)).toBe("name   …\né      …\nlong na…\n");
  });
});

describe("byteText", () => {
  it("says bytes as people do", () => {
    expect([0, 999, 1000, 123_456, 5e6, 2.5e9].map(byteText)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "123 kB",
      "5.0 MB",
      "2.5 GB",
    ]);
  });
});

describe("toPlain", () => {
  it("keeps every number apart", () => {
    const value = {
      nan: Number.NaN,
      inf: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      small: 5n,
      large: 2n ** 63n,
      typed: new Float32Array([0.5, Number.NaN]),
      set: new Set(["a"]),
      map: new Map([["k", 1n]]),
      pairs: new Map([[1, "x"]]),
      own: { toJSON: () => ({ v: Number.NaN }) },
      none: null,
      jagged: array([[1.5], [], [Number.NaN]]),
    };
    expect(toPlain(value)).toEqual({
      nan: "NaN",
      inf: ["-Infinity", "Infinity"],
      small: 5,
      large: "9223372036854775808",
      typed: [0.5, "NaN"],
      set: ["a"],
      map: { k: 1 },
      pairs: [[1, "x"]],
      own: { v: "NaN" },
      none: null,
      jagged: [[1.5], [], ["NaN"]],
    });
  });
});

describe("resultText", () => {
  it("shows records with indentation and short numbers", () => {
    const out = {
      n: 832,
      sum: 0.1 + 0.2,
      cuts: new Map([["charge", { pass: 5 }]]),
      list: Array.from({ length: 12 }, (_, i) => i),
      empty: {},
    };
    expect(resultText(out, undefined)).toBe(
      [
        "n: 832",
        "sum: 0.3",
        "cuts:",
        "  charge:",
        "    pass: 5",
        "list: [0,1,2,3,4,5,6,7,8,9,…] (12 items)",
        "empty:",
        "",
      ].join("\n"),
    );
    expect(resultText(7n, 40)).toBe("7\n");
  });
});

describe("histText", () => {
  it("draws the bins of one axis with their errors, and flow bins that hold something", () => {
    const hist = Hist.new.reg(2, 0, 1, { name: "m", label: "m [GeV]" }).weight();
    hist.fill({ m: [0.1, 0.2, 0.7, 5] }, { weight: [1, 1, 0.5, 3] });
    expect(histText(hist, 40)).toEqual([
      "weight storage, sum 2.5 (5.5 with flow)",
      "bins of m [GeV]",
      "[0, 0.5)    2 ± 1.41 |██████████████████",
      "[0.5, 1)  0.5 ± 0.5  |████▌",
      "overflow    3 ± 3    |",
    ]);
    hist.dispose();
  });

  it("draws a section for each category and sums over further axes", () => {
    const hist = Hist.new
      .strCat([], { name: "dataset", growth: true })
      .integer(0, 2, { name: "n" })
      .reg(10, 0, 1, { name: "x" })
      .double();
    hist.fill({ dataset: ["ZZ", "tt", "ZZ"], n: [0, 1, 1], x: [0.1, 0.5, 0.7] });
    expect(resultText({ out: hist }, 30)).toBe(
      [
        "out:",
        "  double storage, sum 3",
        "  bins of n, summed over x",
        "",
        "  ZZ: sum 2",
        "  0  1 |██████████████████████",
        "  1  1 |██████████████████████",
        "",
        "  tt: sum 1",
        "  0  0 |",
        "  1  1 |██████████████████████",
        "",
      ].join("\n"),
    );
    hist.dispose();
  });
});

describe("drained", () => {
  it("waits for a stream that is full", async () => {
    const stream = new Writable({
      highWaterMark: 4,
      write: (_chunk, _, done) => setTimeout(done, 20),
    });
    await drained(stream);
    stream.write("a long text");
    expect(stream.writableNeedDrain).toBe(true);
    await drained(stream);
    expect(stream.writableNeedDrain).toBe(false);
  });
});

describe("widthOf", () => {
  it("is that of a terminal, 80 where it does not say, and nothing elsewhere", () => {
    expect(widthOf({ isTTY: true, columns: 132 })).toBe(132);
    expect(widthOf({ isTTY: true, columns: 0 })).toBe(80);
    expect(widthOf({ columns: 132 })).toBe(undefined);
  });
});

describe("printable", () => {
  it("leaves nothing that steers a terminal, but lines and tabs", () => {
    expect(printable("a\u001b[2Jb\u009b1mc\td\r\nå…")).toBe("a\ufffd[2Jb\ufffd1mc\td\r\nå…");
  });
});
