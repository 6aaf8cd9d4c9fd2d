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
  from_iter: (_args, _options, { args }) => ak.fromIter(decodeNested(args[0]) as never),
};
