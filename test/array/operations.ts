import * as functions from "../../src/array/functions.ts";
import * as ak from "../../src/array/index.ts";

/** Small arrays of each structure, for operations that are run many times. */
export interface Samples {
  readonly flat: ak.Array;
  readonly lists: ak.Array;
  readonly deep: ak.Array;
  readonly records: ak.Array;
  readonly options: ak.Array;
  readonly bools: ak.Array;
  readonly text: ak.Array;
  readonly mixed: ak.Array;
  readonly index: ak.Array;
  readonly regular: ak.Array;
  readonly lengthy: ak.Array;
  readonly mask: ak.Array;
  readonly places: ak.Array;
  readonly counts: ak.Array;
  readonly some: ak.Array;
  readonly whole: ak.Array;
}

export function samples(): Samples {
  const lists = ak.fromIter([[1, 2, 3], [], [4]]);
  const lengthy = ak.fromIter([
    [1, 2],
    [3, 4],
  ]);
  return {
    flat: ak.fromIter([3, 1, 2]),
    lists,
    deep: ak.fromIter([[[1, 2], []], [], [[3]]]),
    records: ak.zip({ x: lists, y: ak.fromIter([[1n, 2n, 3n], [], [4n]]) }),
    options: ak.fromIter([[1, null], null, [2]]),
    bools: ak.fromIter([[true, false, true], [], [false]]),
    text: ak.fromIter(["one", "two", "two"]),
    mixed: ak.fromIter([1, "a", [2]]),
    index: ak.fromIter([[0n, -1n], [], [0n]]),
    regular: ak.toRegular(lengthy),
    lengthy,
    mask: ak.fromIter([true, false, true]),
    places: ak.fromIter([0n, null]),
    counts: ak.fromIter([2n, null, 1n]),
    some: ak.fromIter([1, null]),
    whole: ak.fromIter([[0n, 1n], [], [2n]]),
  };
}

/** Operations by name: each is run many times, to see that it leaves nothing in memory. */
export const operations: Readonly<Record<string, (x: Samples) => unknown>> = {
  fromJson: () => ak.fromJson('[{"x": [1, 2.5]}, {"x": null}]'),
  toJson: (x) => ak.toJson(x.mixed).length,
  show: (x) => x.records.show().length + x.deep.toString().length,
  at: ({ lists }) => lists.at(0),
  slice: ({ records }) => records.slice(1),
  filter: ({ records, mask }) => records.filter(mask),
  take: ({ records }) => records.take([2, 0]),
  "get: mask": ({ lists, bools }) => ak.get(lists, bools),
  "get: positions in lists": ({ records, index }) => ak.get(records, index),
  "get: ranges": ({ deep }) => ak.get(deep, {}, { step: -1 }, { stop: 1 }),
  "get: arrays": ({ regular }) => ak.get(regular, [0, 1], [1, 0]),
  "get: missing": ({ lists, places }) => ak.get(lists, places),
  "get: fields": ({ records }) => ak.get(records, ["x"]),
  "get: refused": ({ lists }) => refused(() => ak.get(lists, {}, 5)),
  num: ({ lists }) => ak.num(lists),
  "num of fields": ({ records }) => ak.num(records),
  flatten: ({ options }) => ak.flatten(options),
  "flatten all": ({ options }) => ak.flatten(options, { axis: null }),
  "flatten within": ({ deep }) => ak.flatten(deep, { axis: 2 }),
  ravel: ({ options }) => ak.ravel(options),
  unflatten: ({ flat, counts }) => ak.unflatten(flat, counts),
  "unflatten refused": ({ flat }) => refused(() => ak.unflatten(flat, 7)),
  zip: ({ lists, flat }) => ak.zip({ a: lists, b: flat, c: 1 }),
  unzip: ({ records }) => ak.unzip(records),
  concatenate: ({ lists, options }) => ak.concatenate([lists, options]),
  "concatenate types": ({ flat, text }) => ak.concatenate([flat, text]),
  "concatenate within": ({ lists, bools }) => ak.concatenate([lists, bools, 1], { axis: 1 }),
  toRegular: ({ lengthy }) => ak.toRegular(lengthy),
  fromRegular: ({ regular }) => ak.fromRegular(regular),
  toPacked: ({ options }) => ak.toPacked(options),
  localIndex: ({ lists }) => ak.localIndex(lists),
  runLengths: ({ text }) => ak.runLengths(text),
  withField: ({ records, flat }) => ak.withField(records, flat, "z"),
  withoutField: ({ records }) => ak.withoutField(records, "x"),
  withName: ({ records }) => ak.withName(records, "P"),
  fromIter: () => ak.fromIter([{ x: 1, y: [null, "a"] }, { x: null }]),
  "toBuffers, fromBuffers": ({ mixed }) => {
    const { form, length, container } = ak.toBuffers(mixed);
    return ak.fromBuffers(form, length, container);
  },
  add: ({ lists, flat }) => ak.add(lists, flat),
  less: ({ options }) => ak.less(options, 2),
  evaluate: ({ records }) => ak.evaluate("x > 1 && y < 3", records),
  where: ({ bools, lists }) => ak.where(bools, lists, 0),
  mask: ({ bools, lists }) => ak.mask(lists, bools),
  fillNone: ({ options }) => ak.fillNone(options, 0),
  dropNone: ({ options }) => ak.dropNone(options),
  isNone: ({ options }) => ak.isNone(options, { axis: -1 }),
  padNone: ({ lists }) => ak.padNone(lists, 2),
  firsts: ({ lists }) => ak.firsts(lists),
  singletons: ({ some }) => ak.singletons(some),
  ...elementwise(),
  clip: ({ regular }) => ak.clip(regular, 1, 2),
  round: ({ lists }) => ak.round(lists, { decimals: 1 }),
  nanToNone: ({ lists }) => ak.nanToNone(lists),
  nanToNum: ({ lists }) => ak.nanToNum(lists, { nan: 1 }),
  almostEqual: ({ records }) => ak.almostEqual(records, records),
  onesLike: ({ records }) => ak.onesLike(records),
  zerosLike: ({ options }) => ak.zerosLike(options),
  zipNoBroadcast: ({ lists }) => ak.zipNoBroadcast({ a: lists, b: lists }),
  fields: ({ records }) => ak.fields(records).length,
  isTuple: ({ records }) => ak.isTuple(records),
  parameters: ({ text }) => ak.parameters(text),
  toList: ({ mixed }) => ak.toList(mixed).length,
  toTypedArray: ({ flat }) => ak.toTypedArray(flat).length,
  fromTypedArray: () => ak.fromTypedArray(Float32Array.of(1, 2)),
  fromColumn: ({ flat }) => ak.fromColumn((flat.layout as ak.FlatLayout).data.slice(0, 2)),
  array: () => ak.array([[1], []]),
  compile: ({ records }) => ak.compile("sum(x) > 1")(records),
  "all, any": ({ bools }) => [ak.all(bools, { axis: 1 }), ak.any(bools)],
  "count, countNonzero": ({ options }) => [
    ak.count(options, { axis: 1 }),
    ak.countNonzero(options),
  ],
  prod: ({ options }) => ak.prod(options, { axis: -1 }),
  "min, argmin": ({ options }) => [ak.min(options, { axis: 0 }), ak.argmin(options)],
  "var, ptp": ({ lists }) => [
    ak.var(lists, { axis: 0, weight: lists }),
    ak.ptp(lists, { axis: 1, maskIdentity: false }),
  ],
  moment: ({ lists }) => ak.moment(lists, 3),
  "corr, covar": ({ lists }) => [ak.corr(lists, lists), ak.covar(lists, lists, { axis: 1 })],
  linearFit: ({ lists }) => ak.linearFit(lists, lists, { axis: 1 }),
  "nansum, nanprod": ({ lists }) => [ak.nansum(lists), ak.nanprod(lists, { axis: 1 })],
  "nanmin, nanmax": ({ lists }) => [ak.nanmin(lists), ak.nanmax(lists, { axis: 1 })],
  "nanargmin, nanargmax": ({ lists }) => [ak.nanargmin(lists, { axis: 1 }), ak.nanargmax(lists)],
  "nanmean, nanvar, nanstd": ({ lists }) => [
    ak.nanmean(lists, { axis: 1 }),
    ak.nanvar(lists),
    ak.nanstd(lists, { axis: 1, weight: lists }),
  ],
  argcombinations: ({ options }) => ak.argcombinations(options, 2),
  "cartesian nested": ({ lists, bools }) => ak.cartesian([lists, bools], { nested: true }),
  "padNone to one length": ({ options }) => ak.padNone(options, 2, { clip: true }),
  "sum refused": ({ lists }) => refused(() => ak.sum(lists, { axis: 5 })),
  sum: ({ lists }) => ak.sum(lists, { axis: -1 }),
  "sum across": ({ lists }) => ak.sum(lists, { axis: 0 }),
  "sum all": ({ options }) => ak.sum(options),
  max: ({ lists }) => ak.max(lists, { axis: 1, keepdims: true }),
  argmax: ({ lists }) => ak.argmax(lists, { axis: 1 }),
  mean: ({ lists }) => ak.mean(lists, { axis: 1 }),
  std: ({ lists }) => ak.std(lists, { axis: 1 }),
  softmax: ({ lists }) => ak.softmax(lists, { axis: -1 }),
  sort: ({ lists }) => ak.sort(lists),
  argsort: ({ options }) => ak.argsort(options),
  combinations: ({ lists }) => ak.combinations(lists, 2),
  cartesian: ({ lists, bools }) => ak.cartesian([lists, bools]),
  argcartesian: ({ lists, bools }) => ak.argcartesian({ a: lists, b: bools }),
  broadcastArrays: ({ lists, flat }) => ak.broadcastArrays([lists, flat]),
  valuesAstype: ({ records }) => ak.valuesAstype(records, "float32"),
  fullLike: ({ mixed }) => ak.fullLike(mixed, 1),
  arrayEqual: ({ lists }) => ak.arrayEqual(lists, lists),
  isClose: ({ lists }) => ak.isClose(lists, lists),
  str: ({ text }) => ak.str.upper(text),
};

/** Exports that make no arrays, or only name what others make. */
export const passive: ReadonlySet<string> = new Set([
  "Array",
  "Record",
  "Float",
  "Tuple",
  "float",
  "tuple",
]);

/** Every function of one or two numbers, of integers that are there in lists. */
function elementwise(): Record<string, (x: Samples) => unknown> {
  const known = new Set<unknown>(Object.values(functions));
  const all: Record<string, (x: Samples) => unknown> = {};
  for (const [name, run] of Object.entries(ak) as [string, (...of: ak.Array[]) => unknown][]) {
    if (!known.has(run)) continue;
    all[name] = ({ whole }) => (run.length === 1 ? run(whole) : run(whole, whole));
  }
  return all;
}

/** What happens when an operation is refused. */
function refused(run: () => unknown): undefined {
  try {
    run();
  } catch {
    return undefined;
  }
  throw new Error("this was to be refused");
}
