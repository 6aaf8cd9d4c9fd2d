import { Model } from "./model.ts";

const mu = { name: "mu", type: "normfactor", data: null } as const;

/**
 * A counting experiment whose background is uncertain in each bin by itself.
 *
 * @param backgroundUncertainty  absolute, one a bin
 * @see pyhf.simplemodels.uncorrelated_background
 */
export function uncorrelatedBackground(
  signal: readonly number[],
  background: readonly number[],
  backgroundUncertainty: readonly number[],
): Model {
  const data = backgroundUncertainty;
  return new Model({
    channels: [
      {
        name: "singlechannel",
        samples: [
          { name: "signal", data: signal, modifiers: [mu] },
          {
            name: "background",
            data: background,
            modifiers: [{ name: "uncorr_bkguncrt", type: "shapesys", data }],
          },
        ],
      },
    ],
  });
}

/**
 * A counting experiment whose background varies in all bins together.
 *
 * @param up  background at +1
 * @param down  background at -1
 * @see pyhf.simplemodels.correlated_background
 */
export function correlatedBackground(
  signal: readonly number[],
  background: readonly number[],
  up: readonly number[],
  down: readonly number[],
): Model {
  const data = { hi_data: up, lo_data: down };
  return new Model({
    channels: [
      {
        name: "single_channel",
        samples: [
          { name: "signal", data: signal, modifiers: [mu] },
          {
            name: "background",
            data: background,
            modifiers: [{ name: "correlated_bkg_uncertainty", type: "histosys", data }],
          },
        ],
      },
    ],
  });
}
