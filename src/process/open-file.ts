import { openRoot } from "../root/file.ts";
import type { ByteSource } from "../root/source.ts";
import { openSource } from "../root/source-open.ts";
import type { EventFile, OpenFile } from "./event-tree.ts";

/** Opens a ROOT file whose bytes are counted. */
export const openFile: OpenFile = (input, options) => openCounted(input, options, false);

/**
 * The same where each core has a thread of ours: it reads what is at hand itself, as threads of the
 * system that read for it would take turns with the others (bench/process/fileset.ts).
 */
export const openFileInThread: OpenFile = (input, options) => openCounted(input, options, true);

async function openCounted(
  input: Parameters<OpenFile>[0],
  options: Parameters<OpenFile>[1],
  wait: boolean,
): Promise<EventFile> {
  let bytesRead = 0;
  const source = await openSource(input, options);
  const counting: ByteSource = {
    name: source.name,
    size: source.size,
    read(position, length, readOptions) {
      bytesRead += length;
      return source.read(position, length, { ...readOptions, wait });
    },
    readMany(ranges, readOptions) {
      for (const { length } of ranges) bytesRead += length;
      return source.readMany(ranges, { ...readOptions, wait });
    },
    // A source of the caller's own stays open: it may be read again.
    close: async () => (source === input ? undefined : source.close()),
  };
  // openRoot closes the source when it fails.
  const file = await openRoot(counting, options);
  return {
    tree: (name) => file.tree(name, options),
    close: () => file.close(),
    uuid: file.uuid,
    size: file.size,
    get bytesRead() {
      return bytesRead;
    },
  };
}
