import { FormatError, UnsupportedError } from "../../errors.ts";
import type { ReadOptions } from "../source.ts";
import type { Anchor } from "./anchor.ts";
import {
  type EnvelopeLink,
  FOOTER,
  HEADER,
  hex,
  openEnvelope,
  PAGE_LIST,
  readLink,
} from "./envelope.ts";
import { type Cluster, readPageList } from "./page-list.ts";
import { readPayloads } from "./payload.ts";
import type { Reader } from "./reader.ts";
import { readSchema, type Schema } from "./schema.ts";

/** What header, footer and page lists say. */
export interface Metadata {
  readonly name: string;
  readonly description: string;
  /** The library that wrote it. */
  readonly writer: string;
  readonly schema: Schema;
  /** In the order of their entries, without gaps. */
  readonly clusters: readonly Cluster[];
  readonly entries: number;
}

/**
 * Reads header and footer in one request, then all page lists in one.
 *
 * @param where  file and key, for messages
 * @throws FormatError, SourceError
 * @throws UnsupportedError for unknown feature flags
 */
export async function readMetadata(
  anchor: Anchor,
  where: string,
  options: ReadOptions,
): Promise<Metadata> {
  const [head, foot] = await readPayloads(anchor, [anchor.header, anchor.footer], options);
  const header = openEnvelope(head, anchor.header, HEADER, `${where}: header`);
  const first = header.reader;
  refuseFeatures(first, where);
  const name = first.string();
  const description = first.string();
  const writer = first.string();
  const described = readSchema(first, {
    fields: [],
    columns: [],
    aliases: [],
    streamerInfos: [],
  });

  const footer = openEnvelope(foot, anchor.footer, FOOTER, `${where}: footer`);
  const { reader } = footer;
  refuseFeatures(reader, where);
  checkHeader(reader, header.checksum);
  const schema = reader.record(() => (reader.left > 0 ? readSchema(reader, described) : described));
  const groups = reader.list(() => reader.record(() => readGroup(reader, anchor)));

  const lists = await readPayloads(
    anchor,
    groups.map(({ link }) => link),
    options,
  );
  const clusters: Cluster[] = [];
  for (const [i, { link, count }] of groups.entries()) {
    const what = `${where}: page list ${i}`;
    const list = openEnvelope(lists[i], link, PAGE_LIST, what);
    checkHeader(list.reader, header.checksum);
    const found = readPageList(list.reader, anchor, schema.columns.length, clusters.length);
    if (found.length !== count) {
      throw new FormatError(`${what}: ${found.length} clusters of ${count}`, { path: what });
    }
    clusters.push(...found);
  }
  clusters.sort((a, b) => a.start - b.start);
  let entries = 0;
  for (const { index, start, stop } of clusters) {
    if (start !== entries) {
      throw new FormatError(
        `${where}: cluster ${index} begins at entry ${start}, those before it end at ${entries}`,
        { path: where },
      );
    }
    entries = stop;
  }
  return { name, description, writer, schema, clusters, entries };
}

/** Where the page list of a group of clusters lies. */
interface Group {
  readonly count: number;
  readonly link: EnvelopeLink;
}

function readGroup(reader: Reader, anchor: Anchor): Group {
  // First entry and number of entries: the page list says them for each cluster.
  reader.skip(16);
  return { count: reader.u32(), link: readLink(reader, anchor) };
}

/** @see RNTuple format specification 1.0, "Feature Flags" */
function refuseFeatures(reader: Reader, where: string): void {
  for (let word = 0; ; word++) {
    const flags = reader.bits64();
    for (let bit = 0n; bit < 63n; bit++) {
      if (((flags >> bit) & 1n) === 0n) continue;
      const number = word * 63 + Number(bit);
      const feature = `RNTuple feature flag ${number}${number === 0 ? " (nested deferred columns)" : ""}`;
      throw new UnsupportedError(
        `${where}: it uses a feature that is not supported: ${feature}`,
        feature,
      );
    }
    if (flags >> 63n === 0n) return;
  }
}

function checkHeader(reader: Reader, checksum: bigint): void {
  const stored = reader.bits64();
  if (stored !== checksum) {
    throw reader.error(
      `it belongs to another header: ${hex(stored)} is stored, the header's checksum is ${hex(checksum)}`,
      -8,
    );
  }
}
