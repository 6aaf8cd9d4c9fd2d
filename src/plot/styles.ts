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

/** Names of the styles. @see mplhep.style.use */
export type StyleName = "plain" | "ATLAS" | "CMS";

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
};

/** A style by its name. @throws NotFoundError for another name */
export function styleOf(name: StyleName): Style {
  if (!Object.hasOwn(STYLES, name)) {
    throw new NotFoundError("style", name, Object.keys(STYLES), "plot");
  }
  return STYLES[name];
}
