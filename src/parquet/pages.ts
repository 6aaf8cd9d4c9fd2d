import type { ColumnMetaData, CompressionCodec, DecodedArray } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { ColumnDecoder, PageHeader } from "hyparquet/src/types.js";
import { FormatError } from "../errors.ts";
import type { Decompressors } from "./decompress.ts";
import type { LeafNode } from "./tree.ts";

/** What a page holds: two levels of each entry, and the values that are there. */
export interface Page {
  readonly entries: number;
  /** Empty where all are there. */
  readonly definitions: readonly number[];
  /** Empty where nothing repeats. */
  readonly repetitions: readonly number[];
  readonly values: DecodedArray;
  /** What the values are positions in, if they are. */
  readonly dictionary: DecodedArray | undefined;
}

/**
 * The pages of a column of a row group, one by one.
 *
 * @param file  all bytes of the file
 * @throws FormatError for pages that are not whole
 */
export function* pagesOf(
  file: Uint8Array,
  chunk: ColumnMetaData,
  leaf: LeafNode,
  compressors: Decompressors,
): Iterable<Page> {
  const { elements, path } = leaf;
  const decoder: ColumnDecoder = {
    pathInSchema: [...path],
    type: chunk.type,
    element: elements[elements.length - 1].element,
    schemaPath: [...elements],
    codec: chunk.codec,
    parsers: DEFAULT_PARSERS,
    compressors,
  };
  const first = Number(chunk.dictionary_page_offset ?? 0n);
  const data = Number(chunk.data_page_offset);
  const start = first > 0 ? Math.min(first, data) : data;
  const length = Number(chunk.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= file.length)) {
    throw new FormatError(`its bytes ${start} to ${start + length} are not in the file`);
  }
  const view = new DataView(file.buffer, file.byteOffset + start, length);
  const reader = { view, offset: 0 };
  let dictionary: DecodedArray | undefined;
  let left = Number(chunk.num_values);
  while (left > 0) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0 && reader.offset + size <= length)) {
      throw new FormatError(`a page of ${size} bytes ends behind its column`);
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + reader.offset, size);
    reader.offset += size;
    if (header.dictionary_page_header !== undefined) {
      dictionary = readDictionary(bytes, header, decoder);
    } else if (header.type !== "INDEX_PAGE") {
      const { data_page_header: first, data_page_header_v2: second } = header;
      const entries = (first ?? second)?.num_values ?? 0;
      if (!(entries >= 0 && entries <= left)) {
        throw new FormatError(`a page of ${entries} entries where ${left} are left`);
      }
      left -= entries;
      yield readData(bytes, header, decoder, dictionary);
    }
  }
}

function readDictionary(bytes: Uint8Array, header: PageHeader, decoder: ColumnDecoder) {
  const { codec, compressors, type, element } = decoder;
  const page = decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const n = header.dictionary_page_header?.num_values ?? 0;
  return readPlain({ view, offset: 0 }, type, n, element.type_length);
}

function readData(
  bytes: Uint8Array,
  header: PageHeader,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | undefined,
): Page {
  const { codec, compressors } = decoder;
  const { data_page_header: first, data_page_header_v2: second } = header;
  const said = first ?? second;
  if (said === undefined) throw new FormatError(`a page of the unknown type ${header.type}`);
  const indexed = said.encoding.endsWith("_DICTIONARY");
  if (indexed && dictionary === undefined) throw new FormatError("its dictionary is not there");
  const read =
    first === undefined
      ? readDataPageV2(bytes, header, decoder)
      : readDataPage(
          decompressPage(
            bytes,
            header.uncompressed_page_size,
            codec as CompressionCodec,
            compressors,
          ),
          first,
          decoder,
        );
  return {
    entries: said.num_values,
    definitions: read.definitionLevels ?? [],
    repetitions: read.repetitionLevels,
    values: read.dataPage,
    dictionary: indexed ? dictionary : undefined,
  };
}
