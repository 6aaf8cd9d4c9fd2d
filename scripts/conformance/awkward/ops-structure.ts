import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";
import { decodeNested } from "./decode.ts";

/** What changes the shape of arrays, or takes parts of them. */
export const structure: Operations = {
  getitem: ([array, items]) => ak.get(array, ...(items as readonly never[])),
  num: ([array], options) => ak.num(array, options),
  flatten: ([array], options) => ak.flatten(array, options),
  zip: ([arrays], options) => ak.zip(arrays, options),
  fields: ([array]) => ak.fields(array),
  concatenate: ([arrays], options) => ak.concatenate(arrays, options),
  with_field: ([array, what], { where }: { where: never }) => ak.withField(array, what, where),
  without_field: ([array, where]) => ak.withoutField(array, where),
  ravel: ([array]) => ak.ravel(array),
  to_regular: ([array], options) => ak.toRegular(array, options),
  from_regular: ([array], options) => ak.fromRegular(array, options),
  to_packed: ([array]) => ak.toPacked(array),
  unflatten: ([array, counts], options) => ak.unflatten(array, counts, options),
  run_lengths: ([array]) => ak.runLengths(array),
  unzip: ([array]) => ak.unzip(array),
  local_index: ([array], options) => ak.localIndex(array, options),
  from_iter: (_args, _options, { args }) => ak.fromIter(decodeNested(args[0]) as never),
};
