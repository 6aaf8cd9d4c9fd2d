import { describe, expect, it } from "vitest";
import { type ListValue, toList } from "../../src/array/export.ts";
import { FormatError, UnsupportedError } from "../../src/errors.ts";
import { schemaOf, UnreadableType } from "../../src/root/class-schema.ts";
import { decodeStructured } from "../../src/root/decode-structured.ts";
import type { StreamerElement, StreamerInfo, Streamers } from "../../src/root/jsroot.ts";
import {
  leafSchema,
  type StructuredInterpretation,
  structuredRecord,
  structuredText,
} from "../../src/root/structured.ts";
import { parseTypeName } from "../../src/root/typename.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import {
  basketOf,
  collection,
  f32,
  f64,
  frame,
  rootObject,
  split,
  text,
  u8,
  u16,
  u32,
} from "./bytes.ts";

type Elements = Partial<StreamerElement>[];

function info(fName: string, elements: Elements, version = 1, checksum = 0): StreamerInfo {
  const arr = elements.map((element) => ({
    _typename: "TStreamerBasicType",
    fName: "",
    fTitle: "",
    fType: 3,
    fTypeName: "int",
    ...element,
  }));
  return { fName, fClassVersion: version, fCheckSum: checksum, fElements: { arr } };
}

const int = (fName: string, more: Partial<StreamerElement> = {}): Partial<StreamerElement> => ({
  fName,
  ...more,
});
const float = (fName: string): Partial<StreamerElement> => ({
  fName,
  fType: 5,
  fTypeName: "float",
});
const base = (fName: string, fBaseVersion = 1): Partial<StreamerElement> => ({
  _typename: "TStreamerBase",
  fName,
  fType: fName === "TObject" ? 66 : 0,
  fTypeName: "BASE",
  fBaseVersion,
});
const stl = (fName: string, fTypeName: string): Partial<StreamerElement> => ({
  _typename: "TStreamerSTL",
  fName,
  fType: 500,
  fTypeName,
});
const member = (fName: string, fTypeName: string): Partial<StreamerElement> => ({
  _typename: "TStreamerObjectAny",
  fName,
  fType: 62,
  fTypeName,
});

/** A branch of a type, in a file that describes these classes. */
function branchOf(typename: string, infos: readonly StreamerInfo[]): StructuredInterpretation {
  const streamers = { infos, file: {} } as unknown as Streamers;
  const type = parseTypeName(typename);
  return {
    kind: "structured",
    schema: (versions) => schemaOf(type, true, streamers, versions),
    streamers,
  };
}

/** Entries of a branch, from their bytes; nothing stays in memory. */
function readBranch(
  branch: StructuredInterpretation,
  typename: string,
  entries: readonly (readonly number[])[],
  { bare = false, from = 0, to = entries.length } = {},
): ListValue[] {
  const pieces = [{ basket: basketOf(entries, bare), from, to }];
  const layout = decodeStructured(pieces, branch, { path: "f.root:tree;1:branch", typename });
  const values = toList(layout);
  dispose(layout);
  expect(memoryUsage().columns).toBe(0);
  return values;
}

function read(
  typename: string,
  entries: readonly (readonly number[])[],
  infos: readonly StreamerInfo[] = [],
  part: { bare?: boolean; from?: number; to?: number } = {},
): ListValue[] {
  return readBranch(branchOf(typename, infos), typename, entries, part);
}

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

describe("objects", () => {
  it("are records of the members of all bases, TObject's apart", () => {
    const child = info("Child", [base("TObject"), base("Point"), member("inner", "Point")], 1);
    const entry = frame(
      1,
      rootObject(3, 0x03000010),
      frame(3, f32(1), u32(2)),
      frame(3, f32(3), u32(4)),
    );
    expect(read("Child", [entry], [point, child])).toEqual([{ x: 1, n: 2, inner: { x: 3, n: 4 } }]);
  });

  it("have the member of the class where a base has one of the same name", () => {
    const child = info("Child", [base("Point"), int("n")]);
    const entry = frame(1, frame(3, f32(1), u32(2)), u32(9));
    expect(read("Child", [entry], [point, child])).toEqual([{ x: 1, n: 9 }]);
  });

  it("may lack their frame in an entry of their own, also when their base has one", () => {
    expect(read("Point", [[...f32(1), ...u32(2)]], [point])).toEqual([{ x: 1, n: 2 }]);
    const child = info("Child", [base("Point")], 1, 77);
    const entries = [frame(3, f32(5), u32(6)), frame(3, f32(7), u32(8))];
    expect(read("Child", entries, [point, child])).toEqual([
      { x: 5, n: 6 },
      { x: 7, n: 8 },
    ]);
  });

  it("lack it where entries are too short for one, whatever their first bytes look like", () => {
    // As std::complex: 2.000001 has the bytes of a byte count, once that of the whole entry.
    const entries = [
      [...u32(0x40000004), ...f32(1)],
      [...u32(0x40000100), ...f32(3)],
    ];
    const pair = info("Pair", [float("re"), float("im")], 1, 7);
    expect(read("Pair", entries, [pair])).toEqual([
      { re: 2 + 2 ** -20, im: 1 },
      { re: 2 + 2 ** -14, im: 3 },
    ]);
  });

  it("lack it where that of a collection, stored member by member, comes first", () => {
    const holder = info("Holder", [stl("points", "vector<Point>")], 1, 7);
    const entries = [split({ checksum: 30 }, u32(2), f32(1, 2), u32(3, 4)), split(3, u32(0))];
    const known = info("Point", [float("x"), int("n")], 3, 30);
    expect(read("Holder", entries, [known, holder])).toEqual([
      {
        points: [
          { x: 1, n: 3 },
          { x: 2, n: 4 },
        ],
      },
      { points: [] },
    ]);
  });

  it("may have their version in front and no byte count, as streamers of their own write it", () => {
    // As edm::RefCore of CMS.
    const core = info("Core", [int("process"), int("product")], 11, 7);
    const bare = (process: number, product: number): number[] => [
      ...u16(11),
      ...u32(process, product),
    ];
    expect(read("Core", [bare(1, 2), bare(3, 4)], [core])).toEqual([
      { process: 1, product: 2 },
      { process: 3, product: 4 },
    ]);
    const ref = info("Ref", [member("core", "Core"), int("index")], 2, 8);
    const entry = collection(
      u32(2),
      frame(2, bare(1, 2), u32(3)),
      frame(2, frame(11, u32(4, 5)), u32(6)),
    );
    expect(read("vector<Ref>", [entry], [core, ref])).toEqual([
      [
        { core: { process: 1, product: 2 }, index: 3 },
        { core: { process: 4, product: 5 }, index: 6 },
      ],
    ]);
    const members: StructuredInterpretation = {
      kind: "structured",
      schema: (versions) => ({
        kind: "rest",
        content: branchOf("Core", [core]).schema(versions),
        framed: false,
      }),
    };
    // 40 bytes are five objects of 8 as well.
    const four = [...bare(1, 2), ...bare(3, 4), ...bare(5, 6), ...bare(7, 8)];
    const [list] = readBranch(members, "Core[]", [four]);
    expect(list).toHaveLength(4);
    expect(list).toMatchObject({ 3: { process: 7, product: 8 } });
    // What only begins like a version is none.
    const plain = [...u16(11), ...u16(0), ...u32(2, 3, 4)];
    expect(readBranch(members, "Core[]", [plain])).toEqual([
      [
        { process: 0xb0000, product: 2 },
        { process: 3, product: 4 },
      ],
    ]);
  });

  it("are read by the description of their version, not the newest", () => {
    const newer = info("Point", [float("x"), int("n"), int("m")], 4, 1);
    const both = [newer, point];
    expect(read("vector<Point>", [collection(u32(1), frame(3, f32(1), u32(2)))], both)).toEqual([
      [{ x: 1, n: 2 }],
    ]);
    const mixed = collection(u32(2), frame(3, f32(1), u32(2)), frame(4, f32(1), u32(2, 3)));
    expect(() => read("vector<Point>", [mixed], both)).toThrow(UnsupportedError);
  });

  it("hold arrays of fixed and of counted length", () => {
    const arrays = info("Arrays", [
      int("fixed", { fType: 23, fArrayLength: 2, fArrayDim: 1 }),
      int("n", { fType: 6 }),
      {
        _typename: "TStreamerBasicPointer",
        fName: "counted",
        fType: 48,
        fTypeName: "double*",
        fCountName: "n",
      },
      { ...member("points", "Point"), fArrayLength: 2, fArrayDim: 1 },
    ]);
    const points = [frame(3, f32(1), u32(2)), frame(3, f32(3), u32(4))];
    const entries = [
      frame(1, u32(1, 2), u32(2), u8(1), f64(0.5, 1.5), ...points),
      frame(1, u32(3, 4), u32(2), u8(0), ...points),
    ];
    const at = [
      { x: 1, n: 2 },
      { x: 3, n: 4 },
    ];
    expect(read("Arrays", entries, [arrays, point])).toEqual([
      { fixed: [1, 2], n: 2, counted: [0.5, 1.5], points: at },
      { fixed: [3, 4], n: 2, counted: [], points: at },
    ]);
  });

  it("leave out pointers, whether to nothing, to an object seen before, or to one of their own", () => {
    const pointer = { _typename: "TStreamerObjectPointer", fName: "p", fType: 64, fTypeName: "X*" };
    const holder = info("Holder", [pointer, int("after")]);
    const own = [...u32(0x40000000 + 9, 0xffffffff), ...text("X"), ...u8(0, 0, 0)];
    const entries = [frame(1, u32(0), u32(1)), frame(1, u32(42), u32(2)), frame(1, own, u32(3))];
    expect(read("Holder", entries, [holder])).toEqual([{ after: 1 }, { after: 2 }, { after: 3 }]);
  });

  it("hold Double32_t in ranges, with few bits, and plain", () => {
    const packed = (fName: string, fTitle: string): Partial<StreamerElement> => ({
      fName,
      fTitle,
      fType: 9,
      fTypeName: "Double32_t",
    });
    const holder = info("Holder", [
      packed("range", "[-1,1,8] a range"),
      packed("bits", "[0,0,10]"),
      packed("plain", "no range"),
    ]);
    // 1.5 = 2^0 * 1.5: exponent 127, mantissa 0b1000000000 of 10 bits; the sign is bit 11.
    const entry = frame(1, u32(192), u8(127), u16(0b1000000000 | (1 << 11)), f32(0.25));
    expect(read("Holder", [entry], [holder])).toEqual([{ range: 0.5, bits: -1.5, plain: 0.25 }]);
  });

  it("of classes with a streamer of their own are read as that does", () => {
    expect(read("TRef", [[...rootObject(1317), ...u16(1)]])).toEqual([{ ref: 1317 }]);
    const refs = frame(1, rootObject(), text("r"), u32(2), u32(0), u16(1), u32(5, 6));
    expect(read("TRefArray", [refs])).toEqual([{ fName: "r", fSize: 2, refs: [5, 6] }]);
    expect(read("TArrayS", [[...u32(2), ...u16(3, 4)]])).toEqual([[3, 4]]);
    const matrix = [...frame(5, rootObject(), u32(2, 2, 0, 0, 4, 0), f64(1e-9)), ...f64(1, 2, 3)];
    expect(read("TMatrixTSym<double>", [matrix])).toMatchObject([
      { fNrows: 2, fNelems: 4, fElements: [1, 2, 3] },
    ]);
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
