// Classes that stream themselves: no streamer info says how, or it says something else.
import type { DType } from "../wasm/dtype.ts";
import type { Member, ObjectSchema, Schema } from "./schema.ts";
import { numberType, type TypeName } from "./typename.ts";

const text: Schema = { kind: "text", lengthBytes: 1, framed: false };
const rootObject: Schema = { kind: "root-object", identifier: false };

/** @see ROOT io/doc/TFile: tobject.md, tref.md, trefarray.md; TArray::Streamer and its classes */
const special: Record<string, Schema> = {
  TObject: object("TObject", false, [{ schema: rootObject }]),
  TString: text,
  TRef: object("TRef", false, [
    { name: "ref", schema: { kind: "root-object", identifier: true } },
    { schema: { kind: "skip", bytes: 2 } },
  ]),
  TRefArray: refArray(),
  TDatime: object("TDatime", false, [{ name: "fDatime", schema: number("uint32") }]),
  TArrayC: array("int8"),
  TArrayS: array("int16"),
  TArrayI: array("int32"),
  TArrayL: array("int64"),
  TArrayL64: array("int64"),
  TArrayF: array("float32"),
  TArrayD: array("float64"),
};

/** The schema of a class that streams itself. */
export function specialClass(type: TypeName): Schema | undefined {
  if (type.name === "TMatrixTSym" && type.args.length === 1) return symmetricMatrix(type.args[0]);
  return Object.hasOwn(special, type.name) ? special[type.name] : undefined;
}

/**
 * A link of ATLAS's event model: whatever it leads to, it has the members of its base class. Files do
 * not describe it where all lists of links are empty.
 */
const elementLink = object("ElementLink", true, [
  {
    schema: object("ElementLinkBase", true, [
      { name: "m_persKey", schema: number("uint32") },
      { name: "m_persIndex", schema: number("uint32") },
    ]),
  },
]);

/** The schema of a class that the file does not describe. */
export function undescribedClass({ name, args }: TypeName): Schema | undefined {
  return name === "ElementLink" && args.length === 1 ? elementLink : undefined;
}

function number(dtype: DType): Schema {
  return { kind: "number", dtype };
}

function array(dtype: DType): Schema {
  return { kind: "list", content: number(dtype), framed: false };
}

function object(className: string, framed: boolean, members: readonly Member[]): ObjectSchema {
  return { kind: "object", className, framed, version: -1, checksum: 0, members };
}

function refArray(): Schema {
  const counter = { name: "fSize" };
  return object("TRefArray", true, [
    { schema: rootObject },
    { name: "fName", schema: text },
    { name: "fSize", schema: { kind: "number", dtype: "int32", counter } },
    // Lower bound, and the number of the process.
    { schema: { kind: "skip", bytes: 6 } },
    {
      name: "refs",
      schema: { kind: "counted", content: number("int32"), counter, how: "plain", framed: false },
    },
  ]);
}

/** Its base class in a frame, then the upper triangle without one. */
function symmetricMatrix(element: TypeName): Schema | undefined {
  const dtype = numberType(element);
  if (dtype === undefined) return undefined;
  const counter = { name: "fNrows" };
  const base = object("TMatrixTBase", true, [
    { schema: rootObject },
    { name: "fNrows", schema: { kind: "number", dtype: "int32", counter } },
    ...["fNcols", "fRowLwb", "fColLwb"].map((name) => ({ name, schema: number("int32") })),
    { name: "fNelems", schema: number("uint32") },
    { name: "fNrowIndex", schema: number("int32") },
    { name: "fTol", schema: number(dtype) },
  ]);
  return object("TMatrixTSym", false, [
    { schema: base },
    {
      name: "fElements",
      schema: { kind: "counted", content: number(dtype), counter, how: "triangle", framed: false },
    },
  ]);
}
