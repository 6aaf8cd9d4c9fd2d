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
  const bare = name.replace(/(\[[^\]]*\])+$/, "");
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

function newest(className: string, streamers: Streamers): StreamerInfo | undefined {
  const bare = className.replaceAll(" ", "");
  let found: StreamerInfo | undefined;
  for (const info of streamers.infos) {
    if (info.fName.replaceAll(" ", "") !== bare) continue;
    if (found === undefined || info.fClassVersion > found.fClassVersion) found = info;
  }
  return found;
}

function findMember(
  info: StreamerInfo | undefined,
  name: string,
  streamers: Streamers,
  seen: Set<StreamerInfo>,
): StreamerElement | undefined {
  if (info === undefined || seen.has(info)) return undefined;
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
