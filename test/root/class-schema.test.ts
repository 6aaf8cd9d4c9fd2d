import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { UnreadableType } from "../../src/root/class-schema.ts";
import { leafSchema, structuredRecord, structuredText } from "../../src/root/structured.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { collection, f32, f64, frame, rootObject, split, text, u8, u16, u32 } from "./bytes.ts";
import { base, branchOf, float, info, int, read, readBranch, stl } from "./described-classes.ts";

describe("structuredRecord", () => {
  it("reads leaf lists with arrays as long as a leaf before them says", () => {
    const counter = { name: "n" };
    const branch = structuredRecord([
      { name: "n", schema: leafSchema("int16", [], undefined, counter) },
      { name: "x", schema: leafSchema("float32", [], counter, undefined) },
      { name: "m", schema: leafSchema("uint8", [2], counter, undefined) },
      { name: "last", schema: leafSchema("int32", [], undefined, undefined) },
    ]);
    const entries = [
      [...u16(2), ...f32(1, 2), ...u8(1, 2, 3, 4), ...u32(7)],
      [...u16(0), ...u32(8)],
    ];
    expect(readBranch(branch, "struct", entries)).toEqual([
      {
        n: 2,
        x: [1, 2],
        m: [
          [1, 2],
          [3, 4],
        ],
        last: 7,
      },
      { n: 0, x: [], m: [], last: 8 },
    ]);
    expect(() => readBranch(branch, "struct", [[...u16(9), ...u32(8)]])).toThrow(FormatError);
  });
});

describe("structuredText", () => {
  it("reads nothing at all, as old ROOT wrote empty texts, and texts of 255 bytes and more", () => {
    const long = "x".repeat(300);
    const entries = [text("test1"), [], text(""), text(long), []];
    expect(readBranch(structuredText(), "char*", entries)).toEqual(["test1", "", "", long, ""]);
  });
});

const point = info("Point", [float("x"), int("n")], 3, 0xdeadbeef);

describe("collections", () => {
  it("nest to any depth; only the outermost has a frame", () => {
    const entries = [
      collection(u32(2), u32(2), f32(1, 2), u32(0)),
      collection(u32(0)),
      collection(u32(1), u32(1), f32(-3)),
    ];
    expect(read("vector<vector<float>>", entries)).toEqual([[[1, 2], []], [], [[-3]]]);
    const deep = [collection(u32(1), u32(2), u32(1), u16(7), u32(3), u16(1, 2, 3))];
    expect(read("vector<vector<set<unsigned short>>>", deep)).toEqual([[[[7], [1, 2, 3]]]]);
  });

  it("hold texts, short and long", () => {
    const long = "é".repeat(200);
    const entries = [collection(u32(3), text("a"), text(""), text(long)), collection(u32(0))];
    expect(read("vector<string>", entries)).toEqual([["a", "", long], []]);
    expect(read("vector<TString>", entries)).toEqual([["a", "", long], []]);
    expect(read("vector<vector<string>>", [collection(u32(1), u32(1), text("xy"))])).toEqual([
      [["xy"]],
    ]);
  });

  it("hold bits", () => {
    expect(read("bitset<4>", [collection(u32(4), u8(1, 0, 0, 1))])).toEqual([
      [true, false, false, true],
    ]);
  });

  it("hold pairs, key by key where they are maps stored member by member", () => {
    const apart = split({ checksum: 5 }, u32(2), collection(text("a"), text("bc")), u32(1, 2));
    expect(read("map<string,int>", [apart])).toEqual([
      [
        ["a", 1],
        ["bc", 2],
      ],
    ]);
    const lists = split({ checksum: 5 }, u32(2), u32(1, 2), collection(u32(1), f64(9), u32(0)));
    expect(read("map<int,vector<double>>", [lists])).toEqual([
      [
        [1, [9]],
        [2, []],
      ],
    ]);
    const whole = collection(u32(2), u32(0x40000006), u16(1), u32(8), u16(2));
    expect(read("unordered_map<int,short>", [whole])).toEqual([
      [
        [0x40000006, 1],
        [8, 2],
      ],
    ]);
  });

  it("hold objects, each in a frame of its own", () => {
    const a = frame(3, f32(1.5), u32(7));
    const foreign = frame(0, u32(0xdeadbeef), f32(2.5), u32(8));
    expect(read("vector<Point>", [collection(u32(2), a, foreign)], [point])).toEqual([
      [
        { x: 1.5, n: 7 },
        { x: 2.5, n: 8 },
      ],
    ]);
  });

  it("hold objects member by member, those of a base class without a frame", () => {
    const derived = info("Track", [base("Point", 3), stl("hits", "vector<short>")], 2);
    const entry = split(2, u32(2), f32(1, 2), u32(3, 4), collection(u32(1), u16(5), u32(0)));
    expect(read("vector<Track>", [entry, split(2, u32(0))], [point, derived])).toEqual([
      [
        { x: 1, n: 3, hits: [5] },
        { x: 2, n: 4, hits: [] },
      ],
      [],
    ]);
  });

  it("hold objects member by member, a TNamed among their bases whole", () => {
    const named = info("TNamed", [base("TObject"), stl("fName", "string")], 1);
    const derived = info("Hit", [base("TNamed"), int("n")], 2);
    const entry = split(
      2,
      u32(2),
      frame(1, rootObject(), text("a")),
      frame(1, rootObject(), text("bc")),
      u32(3, 4),
    );
    expect(read("vector<Hit>", [entry], [named, derived])).toEqual([
      [
        { fName: "a", n: 3 },
        { fName: "bc", n: 4 },
      ],
    ]);
  });

  it("lie in arrays behind one frame, also where they are stored member by member", () => {
    const maps = info("Maps", [{ ...stl("m", "map<int,short>"), fArrayLength: 2 }, int("n")]);
    const whole = collection(u32(1), u32(7), u16(70), u32(0));
    const apart = split({ checksum: 5 }, u32(2), u32(1, 2), u16(10, 20), u32(0));
    const entries = [frame(1, whole, u32(3)), frame(1, apart, u32(4))];
    const first = [[[7, 70]], []];
    const second = [
      [
        [1, 10],
        [2, 20],
      ],
      [],
    ];
    expect(read("Maps", entries, [maps])).toEqual([
      { m: first, n: 3 },
      { m: second, n: 4 },
    ]);
    // In objects that are stored so themselves, the frame is around the arrays of all.
    const all = collection(u32(1), u32(7), u16(70), u32(0), u32(0), u32(0));
    expect(read("vector<Maps>", [split(1, u32(2), all, u32(3, 4))], [maps])).toEqual([
      [
        { m: first, n: 3 },
        { m: [[], []], n: 4 },
      ],
    ]);
  });

  it("read the same whatever part of a basket is asked for, with offsets and without", () => {
    const entries = Array.from({ length: 9 }, (_, i) =>
      collection(u32(i % 3), ...Array.from({ length: i % 3 }, (_, j) => text(`${i}${j}`))),
    );
    const all = read("vector<string>", entries);
    for (const bare of [false, true]) {
      for (let from = 0; from <= 9; from += 2) {
        for (let to = from; to <= 9; to += 3) {
          const part = read("vector<string>", entries, [], { bare, from, to });
          expect(part).toEqual(all.slice(from, to));
        }
      }
    }
  });

  it("find room for what they hold, whatever its size", () => {
    const entries = Array.from({ length: 60 }, (_, i) =>
      collection(u32(i), ...Array.from({ length: i }, (_, j) => [...u32(j), ...f32(...Array(j))])),
    );
    const values = read("vector<vector<float>>", entries) as number[][][];
    expect(values.map((lists) => lists.length)).toEqual(entries.map((_, i) => i));
    expect(values[59][58]).toHaveLength(58);
  });
});

describe("links of ATLAS's event model", () => {
  it("are read also where the file does not describe what they lead to", () => {
    const type = "vector<vector<ElementLink<DataVector<Vertex>>>>";
    const link = (key: number, i: number) => frame(1, frame(1, u32(key, i)));
    const entries = [
      collection(u32(2), u32(0), u32(1), link(7, 0xffffffff)),
      collection(u32(0)),
      collection(u32(1), u32(2), link(1, 2), link(3, 4)),
    ];
    expect(read(type, entries)).toEqual([
      [[], [{ m_persKey: 7, m_persIndex: 0xffffffff }]],
      [],
      [
        [
          { m_persKey: 1, m_persIndex: 2 },
          { m_persKey: 3, m_persIndex: 4 },
        ],
      ],
    ]);
  });
});

describe("types that cannot be read", () => {
  const self = info("Node", [stl("children", "vector<Node>")]);
  const own = info("Bag<int>", [stl("This", "Bag<int>")]);

  it.each([
    ["vector<Unknown>", "does not describe the class Unknown"],
    ["vector<Point*>", "only the data say of which class"],
    ["Node", "hold objects of their own class"],
    ["Bag<int>", "does not say what the collection Bag<int> holds"],
    ["TClonesArray", "only the data say of which classes"],
    ["vector<Float16_t>", "Float16_t"],
    ["vector<".repeat(60), "nested too deeply"],
  ])("give their reason: %s", (typename, words) => {
    const make = (): unknown => branchOf(typename, [self, own, point]).schema(new Map());
    expect(make).toThrow(UnreadableType);
    expect(make).toThrow(words);
  });
});

describe("bytes that contradict the type", () => {
  it.each<[string, string, number[], string]>([
    [
      "a count beyond the bytes",
      "vector<vector<float>>",
      collection(u32(1), u32(9), f32(1)),
      "count",
    ],
    [
      "a huge count",
      "vector<string>",
      collection(u32(0xffffffff), u32(0)),
      "a count of 4294967295",
    ],
    [
      "a byte count beyond the entry",
      "vector<float>",
      [...u32(0x400000ff), ...u16(9), ...u32(0)],
      "byte count",
    ],
    [
      "a byte count too small",
      "vector<string>",
      [...frame(9, u32(1)), ...text("a")],
      "a count of 1",
    ],
    ["bytes left over", "string", [...text("ab"), 0], "1 bytes are left over"],
    ["a text beyond the entry", "string", u8(5, 65, 66), "a count of 5"],
    ["a member cut off", "Point", f32(1), "bytes are needed"],
  ])("are an error with the entry: %s", (_, typename, bytes, words) => {
    const good = typename === "Point" ? [...f32(1), ...u32(2)] : collection(u32(0));
    const first = typename === "string" ? text("ok") : good;
    const run = (): unknown => read(typename, [first, bytes], [point]);
    expect(run).toThrow(FormatError);
    expect(run).toThrow("f.root:tree;1:branch:0:1: ");
    expect(run).toThrow(words);
    expect(memoryUsage().columns).toBe(0);
  });
});
