export type { Branch } from "./branch.ts";
export { ArrayCache, type ColumnCache } from "./cache.ts";
export type { ComputeOptions } from "./computed.ts";
export {
  concatenate,
  type Files,
  type FilesOptions,
  iterate,
  numEntries,
  type TreeEntries,
} from "./concatenate.ts";
export type { EventBranch, EventSource } from "./event-source.ts";
export {
  type DirectoryRecord,
  type KeyInfo,
  type KeyOptions,
  openRoot,
  type RootFile,
} from "./file.ts";
export type {
  FixedInterpretation,
  GroupedInterpretation,
  Interpretation,
  JaggedInterpretation,
  LeafField,
  LeafListInterpretation,
  UnsupportedInterpretation,
  VectorInterpretation,
} from "./interpretation.ts";
export type { StepOptions } from "./iterate.ts";
export type { NameFilter } from "./key-filter.ts";
export type {
  TypedColumn,
  TypedList,
  TypedOption,
  TypedRecord,
  TypedRegular,
  TypedUnion,
} from "./library.ts";
export type {
  CardinalityField,
  Field,
  FieldColumn,
  ListField,
  NumbersField,
  OptionField,
  RecordField,
  RegularField,
  StringField,
  VariantField,
} from "./ntuple/field.ts";
export type { FieldBranch, NTuple } from "./ntuple/ntuple.ts";
export * from "./objects/index.ts";
export type { ArraysOptions, EntryRange, IterateOptions, Library } from "./reading.ts";
export type { Friend } from "./relations.ts";
export type { BranchSelector } from "./select.ts";
export type { ShowOptions } from "./show.ts";
export {
  type ByteRange,
  type ByteSource,
  makeSource,
  type OpenOptions,
  type Progress,
  type ReadOptions,
  type SourceParts,
} from "./source.ts";
export { blobSource, bytesSource } from "./source-bytes.ts";
export type { RootInput } from "./source-open.ts";
export type { Tree } from "./tree.ts";
export type { BranchNaming } from "./write/branch-plan.ts";
export type { BranchType } from "./write/branch-type.ts";
export type { ColumnValues } from "./write/column-values.ts";
export type { CompressionName } from "./write/compression.ts";
export type { WritableColumns } from "./write/derive-types.ts";
export type {
  NTupleOptions,
  SetOptions,
  TitleOptions,
  TreeOptions,
  WritableRootFile,
} from "./write/file.ts";
export type { RootWritable } from "./write/from-record.ts";
export type { WritableNTuple } from "./write/ntuple/ntuple.ts";
export type { ColumnType } from "./write/ntuple/parse-type.ts";
export { type RecreateOptions, recreateRoot } from "./write/recreate.ts";
export type { BlobSink, ByteSink } from "./write/sink.ts";
export { blobSink } from "./write/sink-blob.ts";
export type { TreeColumns, WritableTree } from "./write/tree.ts";
