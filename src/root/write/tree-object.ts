import { itemSize } from "../../wasm/dtype.ts";
import type { Members, PlainObject, RootValue } from "../objects/value.ts";
import { leafTypes, type PlannedBranch } from "./branch-plan.ts";
import type { ContainerType } from "./branch-type.ts";
import { checksumOf } from "./checksum.ts";

/** What is known of a branch that is being written. */
export interface BranchState {
  readonly branch: PlannedBranch;
  entries: number;
  /** Of its baskets: where they are, how long, and their first entries. */
  readonly seeks: number[];
  readonly bytes: number[];
  readonly firsts: number[];
  plainBytes: number;
  packedBytes: number;
  /** Elements of the longest list, bytes of the longest text. */
  longest: number;
}

/** Nothing written yet. */
export function newBranchState(branch: PlannedBranch): BranchState {
  const lists = { seeks: [], bytes: [], firsts: [] };
  return { branch, entries: 0, ...lists, plainBytes: 0, packedBytes: 0, longest: 0 };
}

/** ROOT's bits of objects that others may own, and of branches without maps of their objects. */
const ALIVE = 0x0300_0000;
const MUST_CLEANUP = 1 << 3;
const NO_BUFFER_MAP = 1 << 22;
/** Room for so many baskets at least, as ROOT makes it. */
const LEAST_BASKETS = 10;
/** Of entries whose lengths differ. */
const ENTRY_OFFSETS = 1000;

/** A TTree with its branches and leaves. */
export function treeObject(
  { name, title }: { readonly name: string; readonly title: string },
  entries: number,
  states: readonly BranchState[],
): PlainObject {
  const counters = new Set(states.map(({ branch }) => branch.counter));
  const leaves = new Map<string, PlainObject>();
  const branches = states.map((state) => {
    const { counter } = state.branch;
    const isCounter = counters.has(state.branch.name);
    const leaf = leafObject(
      state,
      counter === undefined ? undefined : leaves.get(counter),
      isCounter,
    );
    leaves.set(state.branch.name, leaf);
    return branchObject(state, entries, leaf);
  });
  const sum = (of: (state: BranchState) => number): number =>
    states.reduce((total, state) => total + of(state), 0);
  const packed = sum(({ packedBytes }) => packedBytes);
  return {
    className: "TTree",
    members: {
      "@fBits": ALIVE | MUST_CLEANUP,
      fName: name,
      fTitle: title,
      fEntries: entries,
      fTotBytes: sum(({ plainBytes }) => plainBytes),
      fZipBytes: packed,
      fSavedBytes: packed,
      fFlushedBytes: packed,
      fBranches: objectArray(branches),
      fLeaves: objectArray([...leaves.values()]),
    },
  };
}

function objectArray(items: readonly RootValue[]): PlainObject {
  return { className: "TObjArray", members: { items } };
}

/** `name[counter][3]`, as ROOT writes dimensions. */
function dimensions({ name, counter, shape }: PlannedBranch): string {
  const all = [...(counter === undefined ? [] : [counter]), ...shape];
  return `${name}${all.map((length) => `[${length}]`).join("")}`;
}

function branchObject(state: BranchState, entries: number, leaf: PlainObject): PlainObject {
  const { branch, seeks, bytes, firsts } = state;
  const room = Math.max(LEAST_BASKETS, seeks.length + 1);
  const basketBytes = new Int32Array(room);
  basketBytes.set(bytes);
  const positions = (values: readonly number[]): Float64Array => {
    const out = new Float64Array(room);
    out.set(values);
    return out;
  };
  const jagged = branch.counter !== undefined || branch.dtype === "string";
  const { container } = branch;
  return {
    className: container === undefined ? "TBranch" : "TBranchElement",
    members: {
      ...(container === undefined ? {} : elementMembers(container)),
      "@fBits": ALIVE | NO_BUFFER_MAP,
      fName: branch.name,
      fTitle: titleOf(branch),
      // 0 makes ROOT look at each basket: some are stored as they are.
      fCompress: 0,
      fEntryOffsetLen: jagged ? ENTRY_OFFSETS : 0,
      fWriteBasket: seeks.length,
      fEntryNumber: entries,
      fMaxBaskets: room,
      fEntries: entries,
      fTotBytes: state.plainBytes,
      fZipBytes: state.packedBytes,
      fLeaves: objectArray([leaf]),
      fBasketBytes: basketBytes,
      // Behind the last basket stands where it ends.
      fBasketEntry: positions([...firsts, entries]),
      fBasketSeek: positions(seeks),
    },
  };
}

/** Of an element of ROOT's description of a class; a container that is streamed whole is none. */
const NO_ELEMENT = -1;
/** What ROOT says of the standard library's classes. */
const CONTAINER_VERSION = 6;

function elementMembers({ className }: ContainerType): Members {
  return {
    fClassName: className,
    fCheckSum: checksumOf(className, []),
    fClassVersion: CONTAINER_VERSION,
    fID: NO_ELEMENT,
    fStreamerType: NO_ELEMENT,
  };
}

function titleOf(branch: PlannedBranch): string {
  if (branch.container !== undefined) return branch.name;
  return `${dimensions(branch)}/${leafTypes[branch.dtype][1]}`;
}

function leafObject(
  { branch, longest }: BranchState,
  counter: PlainObject | undefined,
  isCounter: boolean,
): PlainObject {
  const { dtype, name, shape } = branch;
  if (branch.container !== undefined) {
    const element = { fLen: 1, fID: NO_ELEMENT, fType: NO_ELEMENT };
    return { className: "TLeafElement", members: { fName: name, fTitle: name, ...element } };
  }
  const text = dtype === "string";
  const maximum: Members = isCounter || text ? { fMaximum: longest } : {};
  return {
    className: leafTypes[dtype][0],
    members: {
      fName: name,
      fTitle: dimensions(branch),
      // A text has a zero behind it in memory.
      fLen: text ? longest + 1 : shape.reduce((product, length) => product * length, 1),
      fLenType: text ? 1 : itemSize(dtype),
      fIsRange: isCounter,
      fIsUnsigned: dtype.startsWith("u"),
      fLeafCount: counter ?? null,
      ...maximum,
    },
  };
}
