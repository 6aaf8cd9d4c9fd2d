// What we use of JSROOT 7.11 (vendor/jsroot-io.js, made by scripts/vendor.mjs). JSROOT itself
// declares nothing.

/** A version as `readVersion` gives it. */
export interface ClassVersion {
  readonly val: number;
  readonly checksum?: number;
  /** Where the version ends, and bytes from there to the end of the object. */
  readonly off: number;
  readonly bytecnt?: number;
}

/** JSROOT's TFile, of which only the registry of streamer infos is used. */
export interface StreamerFile {
  /** Reads the list of streamer infos from a buffer, and takes it. Swallows errors. */
  extractStreamerInfos(buffer: Pick<TBuffer, "mapObject" | "classStreamer">): void;
}

/** The member that an array belongs to. */
export interface ArrayHandle {
  readonly fArrayDim?: number;
  readonly fArrayLength?: number;
  readonly fMaxIndex?: ArrayLike<number>;
}

export class TBuffer {
  constructor(bytes: DataView, position: number, file: StreamerFile, length?: number);
  readonly arr: DataView;
  readonly fFile: StreamerFile;
  o: number;
  readonly length: number;
  /** Length of the key in front: positions of objects in the record count from there. */
  fTagOffset: number;
  remain(): number;
  /** Of the object that is read. */
  readonly last_read_version: number;
  ntou4(): number;
  readTString(): string;
  readObjectAny(): unknown;
  mapObject(tag: number, object: object): void;
  classStreamer(object: object, className: string): unknown;
  readFastArray(n: number, kind: number): unknown;
  readNdimArray(handle: ArrayHandle, read: unknown): unknown;
  readVersion(): ClassVersion;
  substring(start: number, stop: number): string;
  checkByteCount(version: ClassVersion, where?: string): boolean;
}

/** Registers how objects of a class are read. Global to the bundle. */
export function addUserStreamer(
  className: string,
  streamer: (buffer: TBuffer, object: Record<string, unknown>) => void,
): void;

/** Reads one object from bytes, with the streamer infos of `streamerInfos`. */
export function reconstructObject(
  className: string,
  object: DataView,
  streamerInfos: DataView,
): Record<string, unknown>;
