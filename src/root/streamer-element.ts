import type { StreamerElement, StreamerInfo, Streamers } from "./jsroot.ts";
import type { RawBranch } from "./metadata.ts";

/**
 * The member of a class that a sub-branch holds: element `fID` of its class's streamer info, or,
 * where that is another one, the member of the branch's name in its parent class or its bases.
 */
export function memberOf(branch: RawBranch, streamers: Streamers): StreamerElement | undefined {
  const name = memberName(branch.fName);
  const info = infoOf(branch, streamers);
  const element = info?.fElements?.arr[branch.fID ?? -1];
  if (element?.fName === name) return element;
  const parent = branch.fParentName || branch.fClassName;
  if (parent === undefined) return undefined;
  return findMember(newest(parent, streamers), name, streamers, new Set());
}

/** Without the names of the objects around it and array bounds: `fTracks.fPx[10]` is `fPx`. */
function memberName(name: string): string {
  let end = name.length;
  while (name[end - 1] === "]") {
    const open = name.lastIndexOf("[", end - 1);
    if (open < 0) break;
    end = open;
  }
  const bare = name.slice(0, end);
  return bare.slice(bare.lastIndexOf(".") + 1);
}

function infoOf(branch: RawBranch, streamers: Streamers): StreamerInfo | undefined {
  const { fClassName, fCheckSum, fClassVersion } = branch;
  const named = streamers.infos.filter(({ fName }) => fName === fClassName);
  return (
    named.find((info) => info.fCheckSum === fCheckSum) ??
    named.find((info) => info.fClassVersion === fClassVersion)
  );
}

const newestInfos = new WeakMap<Streamers, Map<string, StreamerInfo>>();

function newest(className: string, streamers: Streamers): StreamerInfo | undefined {
  let index = newestInfos.get(streamers);
  if (index === undefined) {
    index = new Map();
    for (const info of streamers.infos) {
      const key = info.fName.replaceAll(" ", "");
      const found = index.get(key);
      if (found === undefined || info.fClassVersion > found.fClassVersion) index.set(key, info);
    }
    newestInfos.set(streamers, index);
  }
  return index.get(className.replaceAll(" ", ""));
}

/** More bases than any class has. */
const MAX_BASES = 1000;

function findMember(
  info: StreamerInfo | undefined,
  name: string,
  streamers: Streamers,
  seen: Set<StreamerInfo>,
): StreamerElement | undefined {
  if (info === undefined || seen.has(info) || seen.size > MAX_BASES) return undefined;
  seen.add(info);
  const elements = info.fElements?.arr ?? [];
  const own = elements.find((element) => element?.fName === name);
  if (own !== undefined && own._typename !== "TStreamerBase") return own;
  for (const element of elements) {
    if (element?._typename !== "TStreamerBase") continue;
    const found = findMember(newest(element.fName, streamers), name, streamers, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
