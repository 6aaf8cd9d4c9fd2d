import { describe, expect, it } from "vitest";
import {
  correlationMatrix,
  dataMcFigure,
  type Figure,
  pulls,
  ranking,
  templates,
} from "../../../src/plot/index.ts";
import { svgFaults } from "../svg-check.ts";

const column = (n: number, of: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => of(i));
const longName = (i: number): string =>
  `a_parameter_whose_name_says_all_that_there_is_to_say_of_it_${i}`;
const names = Array.from({ length: 5 }, (_, i) => longName(i));

const figures: readonly (readonly [string, () => Figure])[] = [
  [
    "sixteen entries of a legend beside a long label",
    () =>
      dataMcFigure(
        {
          edges: column(6, (i) => i),
          samples: Array.from({ length: 14 }, (_, i) => ({
            name: `Sample number ${i} with a long name`,
            yields: column(5, (bin) => 1 + i + bin),
          })),
          uncertainty: column(5, () => 3),
          data: column(5, (bin) => 100 + bin),
        },
        {
          label: {
            experiment: "ATLAS",
            status: "Work in progress",
            energy: 13,
            luminosity: 139,
            lines: ["A signal region with a long name and cuts", "post-fit"],
          },
        },
      ),
  ],
  [
    "nothing predicted, nothing observed",
    () =>
      dataMcFigure({
        edges: column(3, (i) => i),
        samples: [{ name: "a", yields: [0, Number.NaN] }],
        uncertainty: [0, Number.NaN],
        data: [0, 0],
      }),
  ],
  [
    "names longer than the figure is wide",
    () => pulls({ labels: names, bestfit: column(5, () => 0), uncertainty: column(5, () => 1) }),
  ],
  [
    "names longer than the figure is high",
    () =>
      correlationMatrix({
        labels: names,
        corrMat: names.map((_, i) => column(5, (j) => (i === j ? 1 : 0.3))),
      }),
  ],
  [
    "cells smaller than numbers",
    () =>
      correlationMatrix(
        {
          labels: Array.from({ length: 30 }, (_, i) => `p${i}`),
          corrMat: Array.from({ length: 30 }, (_, i) => column(30, (j) => (i === j ? 1 : 0.3))),
        },
        { width: 500, height: 400 },
      ),
  ],
  [
    "impacts that need a power of ten, below a label",
    () =>
      ranking(
        {
          labels: ["x", "y"],
          bestfit: column(2, () => 0),
          uncertainty: column(2, () => 1),
          prefitUp: column(2, () => 1e-5),
          prefitDown: column(2, () => -2e-5),
          postfitUp: column(2, () => 1e-5),
          postfitDown: column(2, () => 0),
        },
        { style: "CMS", label: { status: "Internal" } },
      ),
  ],
  [
    "a line of the label that is set smaller than the one above",
    () => {
      const nominal = { yields: [0], stdev: [0] };
      const upModified = { yields: [1], stdev: [0.5] };
      const words = { region: "R", sample: "pages", systematic: longName(1) };
      return templates({ edges: [0, 1], nominal, upModified }, words);
    },
  ],
];

describe("texts of figures of fits", () => {
  it.each(figures)("stay apart and inside: %s", async (_, make) => {
    expect(svgFaults(await make().svg({ embedFont: false }))).toEqual([]);
  });
});
