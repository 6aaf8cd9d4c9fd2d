import { describe, expect, it } from "vitest";
import { UnsupportedError } from "../../src/errors.ts";
import type { StreamerElement } from "../../src/root/jsroot.ts";
import type { StructuredInterpretation } from "../../src/root/structured.ts";
import { collection, f32, f64, frame, rootObject, split, text, u8, u16, u32 } from "./bytes.ts";
import {
  base,
  branchOf,
  float,
  info,
  int,
  member,
  read,
  readBranch,
  stl,
} from "./described-classes.ts";

const point = info("Point", [float("x"), int("n")], 3, 0xdeadbeef);

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
