import { describe, expect, it } from "vitest";
import { disputed } from "../../scripts/conformance/disputed.ts";
import { type HistCase, runHistCase } from "../../scripts/conformance/hist-case.ts";
import { Report } from "../../scripts/conformance/report.ts";
import { needsReference } from "../data.ts";
import { referenceLines } from "./reference.ts";

const lines = (await referenceLines("cases/hist.jsonl.gz")) as HistCase[] | undefined;

describe.skipIf(lines === undefined)(
  `the reference histograms of boost-histogram (${needsReference})`,
  () => {
    for (const [position, expected] of (lines ?? []).entries()) {
      const weighted = expected.weight === undefined ? "" : ", weighted";
      it(`#${position}: ${expected.axes.join(" x ")}, ${expected.storage}${weighted}`, () => {
        const report = new Report("hist", disputed);
        report.add(`#${position}`, runHistCase(expected));
        expect(report.failures).toEqual([]);
        expect(report.passed + report.disputed).toBe(1);
      });
    }
  },
);

describe("the comparison", () => {
  const expected: HistCase = {
    axes: ["bool"],
    storage: "Double",
    data: [[0, 1, 1]],
    shape: [2],
    view: [1, 2],
    values: [1, 2],
    variances: [1, 2],
    counts: [1, 2],
    edges: [[0, 1, 2]],
    centers: [[0.5, 1.5]],
    widths: [[1, 1]],
    traits: [
      {
        underflow: false,
        overflow: false,
        circular: false,
        growth: false,
        continuous: false,
        ordered: true,
      },
    ],
    uhi: {
      uhi_schema: 1,
      writer_info: { any: {} },
      axes: [{ type: "boolean" }],
      storage: { type: "double", values: [1, 2] },
    },
  };

  it("passes what agrees", () => {
    expect(runHistCase(expected)).toEqual({ kind: "passed" });
  });

  it("fails whatever field differs, and fields that it does not know", () => {
    const changes: Record<string, unknown> = {
      shape: [3],
      view: [1, 2.0000000000000004],
      values: [1, 3],
      variances: null,
      counts: [0, 2],
      edges: [[0, 1, 3]],
      centers: [[0.5, 1]],
      widths: [[1, 2]],
      traits: [{}],
      uhi: { ...(expected.uhi as object), storage: { type: "double", values: [1, 1] } },
      error: "no",
      more: 1,
      axes: ["strange"],
      storage: "Strange",
    };
    for (const [field, value] of Object.entries(changes)) {
      expect(runHistCase({ ...expected, [field]: value }).kind, field).toBe("failed");
    }
  });
});
