// Small models for the tests, by hand.
import type { ModelSpec, Modifier, WorkspaceSpec } from "../../src/stats/index.ts";

const mu: Modifier = { name: "mu", type: "normfactor", data: null };

/** pyhf.simplemodels.uncorrelated_background([12, 11], [50, 52], [3, 7]). */
export const twoBins: ModelSpec = {
  channels: [
    {
      name: "singlechannel",
      samples: [
        { name: "signal", data: [12, 11], modifiers: [mu] },
        {
          name: "background",
          data: [50, 52],
          modifiers: [{ name: "uncorr_bkguncrt", type: "shapesys", data: [3, 7] }],
        },
      ],
    },
  ],
};

/** Every kind of modifier, in two channels of odd numbers of bins. */
export const everything: ModelSpec = {
  channels: [
    {
      name: "b",
      samples: [
        {
          name: "signal",
          data: [3, 5, 2],
          modifiers: [
            mu,
            { name: "lumi", type: "lumi", data: null },
            { name: "scale", type: "normsys", data: { lo: 0.8, hi: 1.15 } },
            {
              name: "shape",
              type: "histosys",
              data: { lo_data: [2.5, 5, 2.5], hi_data: [3.8, 5.5, 1.6] },
            },
            { name: "stat_b", type: "staterror", data: [0.3, 0.2, 0.4] },
          ],
        },
        {
          name: "other",
          data: [30, 20, 10],
          modifiers: [
            { name: "scale", type: "normsys", data: { lo: 1.1, hi: 0.93 } },
            { name: "shape", type: "normsys", data: { lo: 0.9, hi: 1.2 } },
            { name: "stat_b", type: "staterror", data: [1, 2, 0.5] },
          ],
        },
        {
          name: "driven",
          data: [7, 0, 4],
          modifiers: [{ name: "poisson", type: "shapesys", data: [2, 1, 1] }],
        },
      ],
    },
    {
      name: "a",
      samples: [
        {
          name: "free",
          data: [11],
          modifiers: [{ name: "any", type: "shapefactor", data: null }, mu],
        },
      ],
    },
  ],
  parameters: [
    { name: "lumi", auxdata: [1], sigmas: [0.02], bounds: [[0.5, 1.5]], inits: [1] },
    { name: "mu", bounds: [[-3, 12]], inits: [0.7] },
  ],
};

export const twoBinWorkspace: WorkspaceSpec = {
  channels: twoBins.channels,
  observations: [{ name: "singlechannel", data: [51, 48] }],
  measurements: [{ name: "Measurement", config: { poi: "mu", parameters: [] } }],
  version: "1.0.0",
};
