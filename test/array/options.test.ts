import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { NotFoundError } from "../../src/errors.ts";

const lists = ak.fromIter([[1, 2], [], [3]]);
const texts = ak.fromIter(["a", "b"]);
const flags = ak.fromIter([true, false, true]);
const buffers = ak.toBuffers(lists);

/** Calls with options, each with one that it has. */
const calls: Readonly<Record<string, [(options: never) => unknown, string]>> = {
  all: [(o) => ak.all(lists, o), "axis"],
  almostEqual: [(o) => ak.almostEqual(lists, lists, o), "rtol"],
  argcartesian: [(o) => ak.argcartesian([lists, lists], o), "nested"],
  argcombinations: [(o) => ak.argcombinations(lists, 2, o), "fields"],
  argsort: [(o) => ak.argsort(lists, o), "ascending"],
  arrayEqual: [(o) => ak.arrayEqual(lists, lists, o), "dtypeExact"],
  broadcastArrays: [(o) => ak.broadcastArrays([lists, lists], o), "depthLimit"],
  cartesian: [(o) => ak.cartesian([lists, lists], o), "nested"],
  combinations: [(o) => ak.combinations(lists, 2, o), "replacement"],
  concatenate: [(o) => ak.concatenate([lists, lists], o), "mergebool"],
  corr: [(o) => ak.corr(lists, lists, o), "weight"],
  dropNone: [(o) => ak.dropNone(lists, o), "axis"],
  fillNone: [(o) => ak.fillNone(lists, 0, o), "axis"],
  firsts: [(o) => ak.firsts(lists, o), "axis"],
  flatten: [(o) => ak.flatten(lists, o), "axis"],
  fromBuffers: [(o) => ak.fromBuffers(buffers.form, 3, buffers.container, o), "bufferKey"],
  fromJson: [(o) => ak.fromJson("[1]", o), "nanString"],
  isClose: [(o) => ak.isClose(lists, lists, o), "rtol"],
  isNone: [(o) => ak.isNone(lists, o), "axis"],
  linearFit: [(o) => ak.linearFit(lists, lists, o), "weight"],
  localIndex: [(o) => ak.localIndex(lists, o), "axis"],
  mask: [(o) => ak.mask(lists, flags, o), "validWhen"],
  mean: [(o) => ak.mean(lists, o), "weight"],
  moment: [(o) => ak.moment(lists, 2, o), "weight"],
  nanToNum: [(o) => ak.nanToNum(lists, o), "posinf"],
  num: [(o) => ak.num(lists, o), "axis"],
  onesLike: [(o) => ak.onesLike(lists, o), "dtype"],
  padNone: [(o) => ak.padNone(lists, 2, o), "clip"],
  ptp: [(o) => ak.ptp(lists, o), "keepdims"],
  round: [(o) => ak.round(lists, o), "decimals"],
  singletons: [(o) => ak.singletons(lists, o), "axis"],
  slice: [(o) => ak.slice(lists, o), "start"],
  softmax: [(o) => ak.softmax(lists, o), "axis"],
  sort: [(o) => ak.sort(lists, o), "ascending"],
  std: [(o) => ak.std(lists, o), "ddof"],
  "str.isIn": [(o) => ak.str.isIn(texts, ["a"], o), "skipNones"],
  "str.replaceSubstring": [(o) => ak.str.replaceSubstring(texts, "a", "b", o), "maxReplacements"],
  "str.slice": [(o) => ak.str.slice(texts, 0, 1, o), "step"],
  "str.splitPattern": [(o) => ak.str.splitPattern(texts, "a", o), "maxSplits"],
  "str.startsWith": [(o) => ak.str.startsWith(texts, "a", o), "ignoreCase"],
  toBuffers: [(o) => ak.toBuffers(lists, o), "formKey"],
  toJson: [(o) => ak.toJson(lists, o), "nanString"],
  toRegular: [(o) => ak.toRegular(ak.fromIter([[1], [2]]), o), "axis"],
  unflatten: [(o) => ak.unflatten(texts, 1, o), "axis"],
  valuesAstype: [(o) => ak.valuesAstype(lists, "int32", o), "includingUnknown"],
  var: [(o) => ak.var(lists, o), "ddof"],
  where: [(o) => ak.where(flags, 1, 2, o), "mergebool"],
  zip: [(o) => ak.zip([lists, lists], o), "depthLimit"],
  zipNoBroadcast: [(o) => ak.zipNoBroadcast([lists, lists], o), "withName"],
};

describe("options that a function has not", () => {
  for (const [name, [call, option]] of Object.entries(calls)) {
    it(`are refused by ${name}, with the nearest that it has`, () => {
      expect(() => call({ [option]: undefined } as never)).not.toThrow();
      const misspelt = `${option}s`;
      let error: unknown;
      try {
        call({ [misspelt]: undefined } as never);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(NotFoundError);
      expect(String(error)).toContain(`no option "${misspelt}" in `);
      expect(String(error)).toContain(`did you mean "${option}"?`);
    });
  }

  it("are refused where they are no options at all", () => {
    expect(() => ak.sort(lists, 1 as never)).toThrow("options are an object such as { axis: … }");
  });
});
