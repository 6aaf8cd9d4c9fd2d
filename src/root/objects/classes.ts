import type { StreamerElement, StreamerInfo, Streamers } from "../jsroot.ts";

/** Classes that some writers do not describe. */
const known: readonly StreamerInfo[] = [
  described("TNamed", 1, [base("TObject"), text("fName"), text("fTitle")]),
  described("TObjString", 1, [base("TObject"), text("fString")]),
  described("TTime", 2, [long64("fMilliSec")]),
];

function described(fName: string, fClassVersion: number, arr: StreamerElement[]): StreamerInfo {
  return { fName, fClassVersion, fCheckSum: 0, fElements: { arr } };
}

function base(fName: string): StreamerElement {
  return { _typename: "TStreamerBase", fName, fTitle: "", fType: 0, fTypeName: "BASE" };
}

function text(fName: string): StreamerElement {
  return { _typename: "TStreamerString", fName, fTitle: "", fType: 65, fTypeName: "TString" };
}

function long64(fName: string): StreamerElement {
  return { _typename: "TStreamerBasicType", fName, fTitle: "", fType: 16, fTypeName: "Long64_t" };
}

/** More than any class has. */
const MAX_BASES = 1000;

/** The classes that a file describes, by name and version. */
export class ClassRegistry {
  readonly #byName = new Map<string, StreamerInfo[]>();

  constructor(streamers: Streamers) {
    for (const info of [...streamers.infos, ...known]) {
      const name = bareClassName(info.fName);
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [info]);
      else same.push(info);
    }
  }

  /** The class of this version, or the newest where that one is not described. */
  find(className: string, version?: number): StreamerInfo | undefined {
    const infos = this.#byName.get(bareClassName(className));
    if (infos === undefined) return undefined;
    const exact = infos.find(({ fClassVersion }) => fClassVersion === version);
    return exact ?? infos.reduce((a, b) => (b.fClassVersion > a.fClassVersion ? b : a));
  }

  /** The class with this checksum. */
  findChecksum(className: string, checksum: number): StreamerInfo | undefined {
    const infos = this.#byName.get(bareClassName(className));
    return infos?.find(({ fCheckSum }) => fCheckSum >>> 0 === checksum);
  }

  /** Whether a class is another one or derives from it. */
  derives(className: string, ancestor: string): boolean {
    const seen = new Set<string>();
    const search = (name: string): boolean => {
      if (name === ancestor) return true;
      if (seen.has(name) || seen.size > MAX_BASES) return false;
      seen.add(name);
      const elements = this.find(name)?.fElements?.arr ?? [];
      return elements.some(
        (element) => element?._typename === "TStreamerBase" && search(bareClassName(element.fName)),
      );
    };
    return search(bareClassName(className));
  }
}

/** Without the blanks that writers put differently: `vector<pair<int,int> >`. */
export function bareClassName(name: string): string {
  // Blanks first become one each: a pattern for any number of them takes quadratic time.
  return name
    .replace(/\s+/g, " ")
    .replace(/ ?([<>,*&:]) ?/g, "$1")
    .replace(/^const /, "")
    .replace(/(?<![\w:])std::/g, "")
    .trim();
}

/** `T**` is `T`. */
export function withoutStars(name: string): string {
  let end = name.length;
  while (name[end - 1] === "*") end--;
  return name.slice(0, end);
}
