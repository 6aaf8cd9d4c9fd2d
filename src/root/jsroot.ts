// The one place where JSROOT is used for reading. It turns the bytes of an object into a plain
// record by the file's streamer infos; bytes, keys, decompression and baskets are ours.
import {
  type ArrayHandle,
  addUserStreamer,
  reconstructObject,
  type StreamerFile,
  TBuffer,
} from "#jsroot/io";
import { FormatError } from "../errors.ts";
import { standardStreamers } from "./standard-streamers.ts";

/** A member of a class, from a TStreamerElement. */
export interface StreamerElement {
  readonly fName: string;
  readonly fTitle: string;
  readonly fType: number;
  readonly fTypeName: string;
  readonly _typename: string;
  /** Of a base class. */
  readonly fBaseVersion?: number;
  readonly fArrayLength?: number;
  readonly fArrayDim?: number;
  /** Of an array behind a pointer: the member that holds its length. */
  readonly fCountName?: string;
}

/** The members of one version of a class. */
export interface StreamerInfo {
  readonly fName: string;
  readonly fClassVersion: number;
  readonly fCheckSum: number;
  readonly fElements: { readonly arr: readonly StreamerElement[] } | null;
}

/** An object as JSROOT gives it: members by name, the class in `_typename`. */
export interface StreamedObject {
  readonly _typename: string;
  readonly [member: string]: unknown;
}

/** The classes of one file. */
export interface Streamers {
  readonly infos: readonly StreamerInfo[];
  readonly file: StreamerFile;
}

/** Bytes of an array's element by JSROOT's number of its type; others have 4. */
const elementSize: Record<number, number> = {
  1: 1,
  2: 2,
  4: 8,
  8: 8,
  11: 1,
  12: 2,
  14: 8,
  16: 8,
  17: 8,
  18: 1,
  65: 1,
};

const text = new TextDecoder();

/** Bit of a byte count, and the tag of an object whose class has its name behind. */
const BYTE_COUNT = 0x40000000;
const NEW_CLASS = 0xffffffff;

/** TStreamerElement has room for so many. */
const MAX_DIMS = 5;

/**
 * JSROOT's buffer with bounds: no array longer than the bytes left, no object that ends behind the
 * buffer or before what was read of it (JSROOT goes back there, and could do so for ever).
 */
class GuardedBuffer extends TBuffer {
  #depth = 0;
  /** Where the object behind the innermost pointer ends; 0 where that is not known. */
  #end = 0;

  /** Only classes whose reading is bounded: JSROOT knows many more, and trusts their counts. */
  override classStreamer(object: object, className: string): unknown {
    if (++this.#depth > MAX_DEPTH) throw new RangeError(`objects nested ${MAX_DEPTH} deep`);
    if (isReadable(className)) super.classStreamer(object, className);
    else {
      const version = this.readVersion();
      (object as { _typename?: string })._typename ??= className;
      if (version.bytecnt !== undefined) this.checkByteCount(version, className);
      else if (this.#end > this.o) this.o = this.#end;
      else throw new RangeError(`an object of class ${className.slice(0, 100)} without a length`);
    }
    this.#depth--;
    return object;
  }

  /** An object behind a pointer, which knows its length from there as well. */
  override readObjectAny(): unknown {
    const outer = this.#end;
    const first = this.ntou4();
    this.o -= 4;
    const counted = (first & BYTE_COUNT) !== 0 && first !== NEW_CLASS;
    const end = this.o + 4 + (first & ~BYTE_COUNT);
    this.#end = counted && end <= this.length ? end : 0;
    const object = super.readObjectAny();
    this.#end = outer;
    return object;
  }

  /** Reads `n` things of at least `size` bytes into a list. */
  readItems<T>(n: number, size: number, read: () => T): T[] {
    if (n * size > this.remain()) {
      throw new RangeError(`a list of ${n} in ${this.remain()} bytes at byte ${this.o}`);
    }
    const items: T[] = [];
    for (let i = 0; i < n; i++) items.push(read());
    return items;
  }

  override readFastArray(n: number, kind: number): unknown {
    if (!(n >= 0) || n * (elementSize[kind] ?? 4) > this.remain()) {
      throw new RangeError(`an array of ${n} elements in ${this.remain()} bytes at byte ${this.o}`);
    }
    return super.readFastArray(n, kind);
  }

  /** Text is UTF-8; JSROOT takes each byte for a character. */
  override substring(start: number, stop: number): string {
    const { buffer, byteOffset } = this.arr;
    if (stop > this.length)
      throw new RangeError(`a text of ${stop - start} bytes at byte ${start}`);
    return text.decode(new Uint8Array(buffer, byteOffset + start, stop - start));
  }

  /** Fixed dimensions come from the file too. */
  override readNdimArray(handle: ArrayHandle, read: unknown): unknown {
    const { fArrayDim = 0, fMaxIndex = [], fArrayLength = 0 } = handle;
    let n = Math.max(1, fArrayLength);
    if (fArrayDim > 0) {
      n = 1;
      for (let i = 0; i < fArrayDim; i++) n *= fMaxIndex[i] ?? 0;
    }
    if (!(fArrayDim <= MAX_DIMS && n <= this.remain() + 1)) {
      throw new RangeError(`an array of ${n} elements in ${this.remain()} bytes at byte ${this.o}`);
    }
    return super.readNdimArray(handle, read);
  }

  override checkByteCount(
    version: Parameters<TBuffer["checkByteCount"]>[0],
    where?: string,
  ): boolean {
    if (version.bytecnt !== undefined) {
      const end = version.off + version.bytecnt;
      if (end < this.o || end > this.length) {
        throw new RangeError(
          `${where ?? "an object"} at byte ${version.off} ends at ${end}, but ${this.o} of ${this.length} bytes are read`,
        );
      }
    }
    return super.checkByteCount(version, where);
  }
}

/** Objects in objects: branches nest, by less than this. */
const MAX_DEPTH = 300;

/** Classes of streamer infos and of trees; objects of others are passed over. */
const READABLE = new Set(
  (
    "TObject TNamed TObjString TString TList THashList TObjArray TCollection TSeqCollection " +
    "TStreamerInfo TStreamerElement TStreamerBase TStreamerSTL TStreamerSTLstring TStreamerLoop " +
    "TStreamerBasicPointer TStreamerObject TStreamerBasicType TStreamerObjectAny TStreamerString " +
    "TStreamerObjectPointer TStreamerObjectAnyPointer TStreamerArtificial TAttLine TAttFill " +
    "TAttMarker TTree TNtuple TNtupleD TChain TIOFeatures ROOT::TIOFeatures TBasket TKey TDatime " +
    "TFriendElement TArray TArrayC TArrayS TArrayI TArrayL TArrayL64 TArrayF TArrayD TVirtualIndex " +
    "TTreeIndex"
  ).split(" "),
);

function isReadable(className: string): boolean {
  return (
    READABLE.has(className) ||
    className === CAPTURE ||
    ((className.startsWith("TBranch") || className.startsWith("TLeaf")) &&
      className.length < 100 &&
      className !== "TBranchRef")
  );
}

/** Numbers of types of members that JSROOT reads within the bytes there are. */
function isBounded({ fType, fTypeName }: StreamerElement): boolean {
  if (fTypeName === "BASE") return true;
  const kind = fType % 20;
  const packed = kind === 9 || kind === 19;
  if (fType < 20) return fType > 0;
  if (fType < 60) return !packed;
  return (fType >= 61 && fType <= 69) || (fType >= 81 && fType <= 89);
}

addUserStreamer("TList", streamList);
addUserStreamer("THashList", streamList);
addUserStreamer("TObjArray", (buffer, list) => {
  const version = buffer.last_read_version;
  list._typename ??= "TObjArray";
  if (version > 2) buffer.classStreamer(list, "TObject");
  list.name = version > 1 ? buffer.readTString() : "";
  const n = buffer.ntou4();
  list.fLowerBound = buffer.ntou4();
  list.arr = (buffer as GuardedBuffer).readItems(n, 4, () => buffer.readObjectAny());
});

function streamList(buffer: TBuffer, list: Record<string, unknown>): void {
  list._typename ??= "TList";
  list.name = "";
  list.arr = [];
  if (buffer.last_read_version <= 3) return;
  buffer.classStreamer(list, "TObject");
  list.name = buffer.readTString();
  const n = buffer.ntou4();
  list.arr = (buffer as GuardedBuffer).readItems(n, 5, () => {
    const item = buffer.readObjectAny();
    buffer.readTString();
    return item;
  });
}

const CAPTURE = "hepwasm::File";
addUserStreamer(CAPTURE, (buffer, object) => {
  object.file = buffer.fFile;
});

/** A registry without classes: JSROOT makes one for `reconstructObject` and hands it to streamers. */
function emptyFile(): StreamerFile {
  // Version 0 of anything: an empty list of streamer infos, an object without members.
  const nothing = new DataView(new ArrayBuffer(16));
  return reconstructObject(CAPTURE, nothing, nothing).file as StreamerFile;
}

/**
 * The classes that a file describes.
 *
 * @param bytes  the TList of TStreamerInfo, decompressed; `undefined` where a file has none
 * @param keylen  length of its key
 * @param path  for messages
 * @throws FormatError
 */
export function readStreamers(
  bytes: Uint8Array | undefined,
  keylen: number,
  path: string,
): Streamers {
  const file = emptyFile();
  const found = bytes === undefined ? [] : readInfos(bytes, keylen, file, path);
  const infos = found.filter(isInfo);
  const read = infos.filter(({ fName }) => isReadable(fName));
  for (const info of read) {
    const bad = info.fElements?.arr.find((element) => !isBounded(element));
    if (bad !== undefined) {
      throw new FormatError(
        `${path}: member ${info.fName}::${bad.fName} has type number ${bad.fType}`,
        { path },
      );
    }
  }
  const names = new Set(read.map(({ fName }) => fName));
  if (read.length > MAX_READABLE) {
    throw new FormatError(`${path}: ${read.length} descriptions of ${names.size} classes`, {
      path,
    });
  }
  const known = [...read, ...standardStreamers.filter(({ fName }) => !names.has(fName))];
  // JSROOT reads the list itself here, and swallows errors: it gets the one that is read and checked.
  file.extractStreamerInfos({
    mapObject() {},
    classStreamer(list: { arr?: unknown[] }) {
      list.arr = known;
    },
  });
  return { infos, file };
}

/** Classes of trees that a file describes, in all their versions. */
const MAX_READABLE = 300;

function readInfos(bytes: Uint8Array, keylen: number, file: StreamerFile, path: string): unknown[] {
  const list = readObject({ infos: [], file }, bytes, keylen, "TList", path).arr;
  const wrong = Array.isArray(list) ? list.findIndex((item) => !isWhole(item)) : 0;
  if (Array.isArray(list) && wrong < 0) return list;
  throw new FormatError(`${path}: entry ${wrong} of the list is no class description`, { path });
}

/** Schema evolution rules, a list of texts, or a class with members that make sense. */
function isWhole(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { fElements } = item as Partial<StreamerInfo>;
  if (fElements === undefined || fElements === null) return true;
  return isInfo(item) && Array.isArray(fElements.arr) && fElements.arr.every(isElement);
}

function isInfo(item: unknown): item is StreamerInfo {
  return typeof (item as Partial<StreamerInfo> | null)?.fName === "string";
}

function isElement(item: unknown): boolean {
  const element = item as Partial<StreamerElement> | null | undefined;
  return (
    typeof element?.fName === "string" &&
    typeof element.fTypeName === "string" &&
    typeof element.fType === "number" &&
    (element.fArrayDim ?? 0) <= MAX_DIMS
  );
}

/**
 * Reads an object.
 *
 * @param bytes  the object, decompressed
 * @param keylen  length of its key
 * @param path  for messages: file and key
 * @throws FormatError when the bytes contradict the streamer infos
 */
export function readObject(
  streamers: Streamers,
  bytes: Uint8Array,
  keylen: number,
  className: string,
  path: string,
): StreamedObject {
  const buffer = bufferOf(bytes, keylen, streamers.file);
  const object = {};
  buffer.mapObject(1, object);
  try {
    buffer.classStreamer(object, className);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(
      `${path}: the ${className} cannot be read at its byte ${buffer.o} of ${bytes.length} (${reason})`,
      { path, at: buffer.o, cause },
    );
  }
  return object as StreamedObject;
}

function bufferOf(bytes: Uint8Array, keylen: number, file: StreamerFile): GuardedBuffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const buffer = new GuardedBuffer(view, 0, file);
  buffer.fTagOffset = keylen;
  return buffer;
}
