export {
  type Attributes,
  AwkwardArray as Array,
  type Behavior,
  type Metadata,
  type RecordArray,
} from "./array.ts";
export type {
  FlatLayout,
  Layout,
  LazyLayout,
  ListLayout,
  RecordLayout,
  RegularLayout,
} from "./layout.ts";
