import type { AwkwardArray } from "../../../array/array.ts";
import { lengthOf } from "../../../array/layout.ts";
import { xxhash3 } from "../../../codec/xxhash3.ts";
import { NotFoundError, ShapeError } from "../../../errors.ts";
import { scope } from "../../../wasm/scope.ts";
import type { PlainObject } from "../../objects/value.ts";
import type { Lease } from "../buffer-pool.ts";
import { ByteWriter } from "../byte-writer.ts";
import { columnsByName } from "../column-values.ts";
import { compress, compressionNumber } from "../compression.ts";
import { type KeyRecord, LARGE_FILE, writeKey } from "../key-record.ts";
import type { TreeColumns, TreeHost } from "../tree.ts";
import { writeObject } from "../write-object.ts";
import { type ColumnData, columnData } from "./column-data.ts";
import {
  type ClusterGroup,
  type ClusterRecord,
  type EnvelopePlace,
  footerEnvelope,
  headerEnvelope,
  type PagePlace,
  pageListEnvelope,
} from "./describe.ts";
import { datashapeOf } from "./field-type.ts";
import { givenLayout } from "./given-layout.ts";
import { PAGE_KEY, type PageContent, pagesOf } from "./page.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** The version of the format: epoch, major, minor, patch. */
const VERSION = [1, 0, 0, 0] as const;
/** What a key may hold, as ROOT has it; no page or envelope comes near. */
const MAX_KEY = 2 ** 30;
const CHECKSUM = 8;
/** Pages of clusters that wait for their list; then it is written. */
const LISTED_PAGES = 10_000;
const ANCHOR = "ROOT::RNTuple";

/**
 * An RNTuple that is being written.
 * @see uproot.WritableNTuple
 */
export class WritableNTuple {
  readonly name: string;
  readonly description: string;
  /** Of its columns, in Awkward's words. */
  readonly types: Readonly<Record<string, string>>;
  readonly #plan: SchemaPlan;
  readonly #host: TreeHost;
  readonly #header: ReturnType<typeof headerEnvelope>;
  readonly #groups: ClusterGroup[] = [];
  #clusters: ClusterRecord[] = [];
  #listed = 0;
  /** Elements written of each column. */
  readonly #elements: number[];
  /** Entries taken over, and those on file. */
  #entries = 0;
  #written = 0;

  /** Use `mkrntuple` of a file. */
  constructor(
    { name, description }: { readonly name: string; readonly description: string },
    plan: SchemaPlan,
    host: TreeHost,
  ) {
    this.name = name;
    this.description = description;
    this.types = Object.fromEntries(plan.top.map(({ path, type }) => [path, datashapeOf(type)]));
    this.#host = host;
    this.#plan = plan;
    this.#header = headerEnvelope(name, description, this.#plan);
    this.#elements = this.#plan.columns.map(() => 0);
  }

  /** Entries written so far. */
  get entries(): number {
    return this.#entries;
  }

  /**
   * Appends entries as one cluster, so give many thousands at a time. The values are taken over at
   * the call, numbers converted to the types of the fields as `astype` does; when the returned
   * promise is kept, but a few MB are out of memory.
   *
   * @param columns  all columns, of one length: typed arrays (row after row for fixed arrays),
   *   arrays (`ak.Array`), lists; for records an array of them, or columns by field
   * @throws NotFoundError for a column that the RNTuple does not have
   * @throws ShapeError when a column is missing, or structures or lengths differ
   * @throws SourceError when the sink fails: then there is no file
   * @see uproot.WritableNTuple.extend
   */
  extend(columns: TreeColumns | AwkwardArray): Promise<void> {
    this.#host.output.check();
    const { entries, data } = scope(() => {
      const taken = this.#takeOver(columnsByName(columns, `RNTuple "${this.name}"`));
      const { entries } = taken;
      const pages = this.#plan.columns.map((column) => [
        ...pagesOf(column, taken.data[column.id], this.#host.compression, this.#host.output),
      ]);
      return { entries, data: pages };
    });
    if (entries === 0) return this.#host.next(async () => {});
    this.#entries += entries;
    return this.#host.next(() => this.#cluster(entries, data));
  }

  /**
   * Writes the envelopes.
   * @returns the anchor's bytes: the object that the RNTuple's key holds
   */
  async close(): Promise<(keylen: number) => Uint8Array> {
    const { checksum } = this.#header;
    await this.#listPages();
    const header = await this.#envelope(this.#header.bytes);
    const footer = await this.#envelope(footerEnvelope(checksum, this.#groups).bytes);
    return () => anchorBytes(header, footer);
  }

  #takeOver(columns: TreeColumns): { readonly entries: number; readonly data: ColumnData[] } {
    const place = `RNTuple "${this.name}"`;
    const { top } = this.#plan;
    const known = top.map(({ path }) => path);
    for (const name of Object.keys(columns)) {
      if (!known.includes(name)) throw new NotFoundError("column", name, known, place);
    }
    const data: ColumnData[] = [];
    let entries: number | undefined;
    for (const field of top) {
      const where = `column "${field.path}" of ${place}`;
      const given = columns[field.path];
      if (given === undefined) throw new ShapeError(`${where} is missing`, known);
      const layout = givenLayout(given, field.type, where);
      const own = lengthOf(layout);
      entries ??= own;
      if (own !== entries) {
        throw new ShapeError(`${where} has ${own} entries, others ${entries}`, entries, own);
      }
      columnData(field, layout, data);
    }
    return { entries: entries ?? 0, data };
  }

  /** Appends the pages of a cluster. */
  async #cluster(entries: number, columns: readonly (readonly PageContent[])[]): Promise<void> {
    const { output } = this.#host;
    const places: PagePlace[][] = columns.map(() => []);
    const all = columns.flat();
    for (const { column, elements, stored, lease, checksum, length: unpacked } of all) {
      const bytes = stored instanceof Uint8Array ? stored : await stored;
      const { length } = bytes;
      const behind = checksumBytes(checksum ?? xxhash3(bytes));
      const position =
        lease === undefined
          ? this.#blob([bytes, behind], unpacked)
          : this.#leasedPage(lease, bytes, behind, unpacked);
      places[column.id].push({ position, length, elements });
      await output.drain();
    }
    const described = places.map((pages, id) => ({ pages, before: this.#elements[id] }));
    this.#clusters.push({ first: this.#written, entries, columns: described });
    this.#written += entries;
    for (const { column, elements } of all) this.#elements[column.id] += elements;
    this.#listed += all.length + columns.length;
    if (this.#listed >= LISTED_PAGES) await this.#listPages();
  }

  /** Writes the page list of the clusters that wait for it. */
  async #listPages(): Promise<void> {
    const clusters = this.#clusters;
    if (clusters.length === 0) return;
    const { first } = clusters[0];
    const number = compressionNumber(this.#host.compression);
    const { bytes } = pageListEnvelope(this.#header.checksum, clusters, number);
    const pageList = await this.#envelope(bytes);
    const entries = this.#written - first;
    this.#groups.push({ first, entries, clusters: clusters.length, pageList });
    this.#clusters = [];
    this.#listed = 0;
  }

  async #envelope(bytes: Uint8Array<ArrayBuffer>): Promise<EnvelopePlace> {
    const { output, compression } = this.#host;
    const packed = await compress(bytes, compression);
    const position = this.#blob([packed], bytes.length);
    await output.drain();
    return { position, length: packed.length, unpacked: bytes.length };
  }

  /** Appends a page that has room for its key in front and for its checksum behind. */
  #leasedPage(lease: Lease, page: Uint8Array, behind: Uint8Array, unpacked: number): number {
    const { output } = this.#host;
    const seek = output.end;
    const key = this.#key(page.length + behind.length, unpacked);
    const at = page.byteOffset - lease.bytes.byteOffset;
    lease.bytes.set(key, at - key.length);
    lease.bytes.set(behind, at + page.length);
    output.append(lease.bytes.subarray(at - key.length), lease);
    return seek + key.length;
  }

  /** Appends bytes under a key that no directory lists; returns where they lie. */
  #blob(parts: readonly Uint8Array[], unpacked: number): number {
    const { output } = this.#host;
    const seek = output.end;
    const key = this.#key(
      parts.reduce((sum, { length }) => sum + length, 0),
      unpacked,
    );
    output.append(key);
    for (const part of parts) output.append(part);
    return seek + key.length;
  }

  /** The key in front of what comes next. */
  #key(stored: number, unpacked: number): Uint8Array {
    const { output, seekParent } = this.#host;
    const seek = output.end;
    const key: KeyRecord = {
      ...PAGE_KEY,
      objlen: unpacked,
      stored,
      cycle: 1,
      seek,
      seekParent,
      datime: output.datime(),
      large: seek > LARGE_FILE,
    };
    const out = new ByteWriter();
    writeKey(out, key);
    return out.bytes();
  }
}

/** What stands behind a page. */
function checksumBytes(checksum: bigint): Uint8Array {
  const out = new Uint8Array(CHECKSUM);
  new DataView(out.buffer).setBigUint64(0, checksum, true);
  return out;
}

/** The object that says where header and footer are, and XXH3-64 of what it says. */
function anchorBytes(header: EnvelopePlace, footer: EnvelopePlace): Uint8Array {
  const [fVersionEpoch, fVersionMajor, fVersionMinor, fVersionPatch] = VERSION;
  const anchor: PlainObject = {
    className: ANCHOR,
    members: {
      fVersionEpoch,
      fVersionMajor,
      fVersionMinor,
      fVersionPatch,
      fSeekHeader: header.position,
      fNBytesHeader: header.length,
      fLenHeader: header.unpacked,
      fSeekFooter: footer.position,
      fNBytesFooter: footer.length,
      fLenFooter: footer.unpacked,
      fMaxKeySize: MAX_KEY,
    },
  };
  const out = new ByteWriter();
  writeObject(out, anchor);
  const bytes = new Uint8Array(out.length + CHECKSUM);
  bytes.set(out.bytes());
  // Of the members alone, behind byte count and version; stored as ROOT stores numbers.
  const checksum = xxhash3(bytes.slice(6, out.length));
  new DataView(bytes.buffer).setBigUint64(out.length, checksum);
  return bytes;
}

/** The class whose description an RNTuple needs. */
export const anchorClass: string = ANCHOR;
