import { NotFoundError } from "../errors.ts";
import { DEFAULT_COLORS } from "./colors.ts";

/** What figures of an experiment have in common. */
export interface Style {
  /** Name that stands first in the label; "" for none. */
  readonly experiment: string;
  /** ROOT's fonts of that name and of the words behind it. */
  readonly experimentFont: number;
  readonly statusFont: number;
  /** Whether the label stands above the frame, or inside of it. */
  readonly labelAbove: boolean;
  /** Colours in the order in which they are taken. */
  readonly colors: readonly string[];
  /** Font sizes in px of a figure whose smaller side is 600 px. */
  readonly text: {
    readonly tick: number;
    readonly title: number;
    readonly legend: number;
    readonly experiment: number;
    readonly line: number;
  };
}

const TEXT = { tick: 23, title: 26, legend: 23, experiment: 27, line: 23 };

const PLAIN: Style = {
  experiment: "",
  experimentFont: 72,
  statusFont: 42,
  labelAbove: false,
  colors: DEFAULT_COLORS,
  text: TEXT,
};

/** matplotlib's own colours, mplhep.style.LHCb2's, and mplhep.style.DUNE's: Okabe and Ito's, those of the logo first. */
const MATPLOTLIB = [
  ...["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"],
  ...["#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"],
];
const LHCB = [
  ...["#0078ff", "#ff6600", "#0aafb6", "#ff3333", "#0000ff"],
  ...["#00cc00", "#bf8040", "#ff33cc", "#ff7733", "#bfd1d4"],
];
const DUNE = [
  ...["#000000", "#d55e00", "#56b4e9", "#e69f00"],
  ...["#009e73", "#cc79a7", "#0072b2", "#f0e442"],
];

/** Names of the styles. @see mplhep.style.use */
export type StyleName = "plain" | "ATLAS" | "CMS" | "ALICE" | "LHCb" | "DUNE";

const STYLES: Readonly<Record<StyleName, Style>> = {
  plain: PLAIN,
  ATLAS: { ...PLAIN, experiment: "ATLAS" },
  CMS: {
    ...PLAIN,
    experiment: "CMS",
    experimentFont: 62,
    statusFont: 52,
    labelAbove: true,
    text: { ...TEXT, tick: 24, title: 28, experiment: 30, line: 24 },
  },
  // Names in upright letters of usual weight inside the frame. @see mplhep.alice.label, mplhep.lhcb.label
  ALICE: { ...PLAIN, experiment: "ALICE", experimentFont: 42, colors: MATPLOTLIB },
  LHCb: { ...PLAIN, experiment: "LHCb", experimentFont: 42, colors: LHCB },
  // @see mplhep.dune.label
  DUNE: { ...PLAIN, experiment: "DUNE", experimentFont: 62, labelAbove: true, colors: DUNE },
};

/** A style by its name. @throws NotFoundError for another name */
export function styleOf(name: StyleName): Style {
  if (!Object.hasOwn(STYLES, name)) {
    throw new NotFoundError("style", name, Object.keys(STYLES), "plot");
  }
  return STYLES[name];
}
