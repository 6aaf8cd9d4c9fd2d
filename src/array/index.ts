export {
  type Attributes,
  AwkwardArray as Array,
  type Behavior,
  type Metadata,
  type RecordArray,
} from "./array.ts";
export type {
  EmptyLayout,
  FlatLayout,
  Layout,
  LazyLayout,
  ListLayout,
  OptionLayout,
  RecordLayout,
  RegularLayout,
  StringLayout,
  UnionLayout,
} from "./layout.ts";
