/* Scales of colours, as a few fixed points between which colours are mixed. */

/** Names of the scales. */
export type PaletteName = "viridis" | "diverging" | "diverging_r" | "grey";

const BLUE_TO_RED = ["#2166ac", "#67a9cf", "#d1e5f0", "#ffffff", "#fddbc7", "#ef8a62", "#b2182b"];

const STOPS: Readonly<Record<PaletteName, readonly string[]>> = {
  // matplotlib's viridis (CC0, S. van der Walt and N. Smith) at twelfths.
  viridis: [
    "#440154",
    "#482072",
    "#433e85",
    "#38588c",
    "#2d708e",
    "#25858e",
    "#1e9b8a",
    "#2ab07f",
    "#52c569",
    "#86d549",
    "#c2df23",
    "#fde725",
  ],
  // Blue over white to red, both of equal lightness: C. Brewer's RdBu, reversed; and as it is.
  diverging: BLUE_TO_RED,
  diverging_r: BLUE_TO_RED.toReversed(),
  grey: ["#ffffff", "#000000"],
};

/** Names of all scales, for messages. */
export const PALETTES: readonly string[] = Object.keys(STOPS);

/** `count` colours (#rrggbb) from one end of a scale to the other. */
export function paletteColors(name: PaletteName, count: number): string[] {
  const stops = STOPS[name].map((color) =>
    [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)),
  );
  return Array.from({ length: count }, (_, i) => {
    const at = (i / (count - 1)) * (stops.length - 1);
    const below = Math.min(Math.floor(at), stops.length - 2);
    const share = at - below;
    const mixed = stops[below].map((part, j) => part + share * (stops[below + 1][j] - part));
    return `#${mixed.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
  });
}
