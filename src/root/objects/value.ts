/** Numbers of a member that is an array. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What a member of an object may be. Integers beyond 2^53 are BigInt. */
export type RootValue =
  | number
  | bigint
  | boolean
  | string
  | null
  | NumberArray
  | readonly RootValue[]
  | ReadonlyMap<RootValue, RootValue>
  | PlainObject;

/** Members by name, those of base classes among them; TObject's are `@fUniqueID` and `@fBits`. */
export type Members = Readonly<Record<string, RootValue>>;

/**
 * An object of any class, as its streamer info describes it. Of a class that the file does not
 * describe it has its bytes as `@bytes`. An object that a file refers to twice
 * is one record, so that references may form cycles.
 */
export interface PlainObject {
  readonly className: string;
  readonly members: Members;
}

/** Members that are still being read. */
export type OpenMembers = Record<string, RootValue>;

/** An empty record; names come from files, so that it inherits nothing. */
export function openMembers(): OpenMembers {
  return Object.create(null) as OpenMembers;
}

export function isNumberArray(value: RootValue | undefined): value is NumberArray {
  return ArrayBuffer.isView(value);
}

export function isPlainObject(value: RootValue | undefined): value is PlainObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Map)
  );
}
