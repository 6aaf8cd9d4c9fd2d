import { NotFoundError, ShapeError } from "../errors.ts";
import type { ModelPrediction } from "./results.ts";

/**
 * Numbers of the channels named, of all where none is.
 *
 * @throws NotFoundError on a channel that the model has not
 */
export function channelIndices(
  { channels }: Pick<ModelPrediction, "channels">,
  wanted: string | readonly string[] | undefined,
): number[] {
  if (wanted === undefined) return [...channels.keys()];
  const names = typeof wanted === "string" ? [wanted] : wanted;
  return names.map((name) => {
    const index = channels.indexOf(name);
    if (index < 0) throw new NotFoundError("channel", name, channels, "the model");
    return index;
  });
}

/**
 * Observations by channel, out of one list of all bins in the order of the model's channels; auxiliary data
 * that follow are left out.
 *
 * @throws ShapeError where there are fewer numbers than bins
 */
export function dataByChannel(
  { modelYields }: Pick<ModelPrediction, "modelYields">,
  data: ArrayLike<number>,
): Float64Array[] {
  const all = Float64Array.from(data);
  let start = 0;
  const parts = modelYields.map((samples) => {
    const end = start + (samples[0]?.length ?? 0);
    const part = all.slice(start, end);
    start = end;
    return part;
  });
  if (start > all.length) throw new ShapeError("data of all bins of the model", start, all.length);
  return parts;
}
