import { FOOTER, HEADER, PAGE_LIST } from "../../ntuple/envelope.ts";
import { type EnvelopeWriter, envelope } from "./envelope-writer.ts";
import type { SchemaPlan } from "./schema-plan.ts";

/** The library that wrote an RNTuple, as its header names it. */
const WRITER = "hepwasm";
const REPETITIVE = 1;

/** Where something lies, and its bytes on file. */
export interface Place {
  readonly position: number;
  readonly length: number;
}

/** An envelope on file, and its bytes before compression. */
export interface EnvelopePlace extends Place {
  readonly unpacked: number;
}

/** A page on file; the checksum behind it is not counted. */
export interface PagePlace extends Place {
  readonly elements: number;
}

/** A cluster: its entries, and of each column its pages. */
export interface ClusterRecord {
  readonly first: number;
  readonly entries: number;
  readonly columns: readonly {
    readonly pages: readonly PagePlace[];
    /** Elements of the column in clusters before. */
    readonly before: number;
  }[];
}

/** Clusters whose pages one envelope lists. */
export interface ClusterGroup {
  readonly first: number;
  readonly entries: number;
  readonly clusters: number;
  readonly pageList: EnvelopePlace;
}

/** What fields and columns there are. @see RNTuple format specification 1.0, "Header Envelope" */
export function headerEnvelope(
  name: string,
  description: string,
  plan: SchemaPlan,
): ReturnType<typeof envelope> {
  return envelope(HEADER, (out) => {
    // No feature flags.
    out.u64(0);
    out.string(name);
    out.string(description);
    out.string(WRITER);
    schema(out, plan);
  });
}

function schema(out: EnvelopeWriter, { fields, columns }: Omit<SchemaPlan, "top">): void {
  out.list(fields, (field) =>
    out.record(() => {
      // Versions of the field and of its type.
      out.u32(0);
      out.u32(0);
      out.u32(field.parent);
      out.u16(field.role);
      out.u16(field.size === undefined ? 0 : REPETITIVE);
      out.string(field.name);
      out.string(field.typename);
      // Neither an alias of the type nor a description.
      out.string("");
      out.string("");
      if (field.size !== undefined) out.u64(field.size);
    }),
  );
  out.list(columns, (column) =>
    out.record(() => {
      out.u16(column.type);
      out.u16(column.bits);
      out.u32(column.field);
      // No flags, and the first representation.
      out.u16(0);
      out.u16(0);
    }),
  );
  // Neither alias columns nor extra type information.
  out.list([], () => {});
  out.list([], () => {});
}

/** Where the pages of some clusters lie. @see RNTuple format specification 1.0, "Page List Envelope" */
export function pageListEnvelope(
  header: bigint,
  clusters: readonly ClusterRecord[],
  compression: number,
): ReturnType<typeof envelope> {
  return envelope(PAGE_LIST, (out) => {
    out.u64(header);
    out.list(clusters, ({ first, entries }) =>
      out.record(() => {
        out.u64(first);
        out.u64(entries);
      }),
    );
    out.list(clusters, ({ columns }) =>
      out.list(columns, ({ pages, before }) =>
        out.list(
          pages,
          (page) => {
            // Negative: a checksum lies behind.
            out.i32(-page.elements);
            out.locator(page);
          },
          () => {
            out.u64(before);
            out.u32(compression);
          },
        ),
      ),
    );
  });
}

/** Where the page lists lie. @see RNTuple format specification 1.0, "Footer Envelope" */
export function footerEnvelope(
  header: bigint,
  groups: readonly ClusterGroup[],
): ReturnType<typeof envelope> {
  return envelope(FOOTER, (out) => {
    out.u64(0);
    out.u64(header);
    // Nothing was added to the header's fields.
    out.record(() => schema(out, { fields: [], columns: [] }));
    out.list(groups, (group) =>
      out.record(() => {
        out.u64(group.first);
        out.u64(group.entries);
        out.u32(group.clusters);
        out.u64(group.pageList.unpacked);
        out.locator(group.pageList);
      }),
    );
  });
}
