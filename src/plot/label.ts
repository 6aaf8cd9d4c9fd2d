import type { Style } from "./styles.ts";

/** What a figure says of its origin: at the top left inside the frame, or above it, as the style has it. */
export interface ExperimentLabel {
  /** Set bold: "ATLAS" (default: that of the style). */
  readonly experiment?: string;
  /** Follows it: "Open Data". */
  readonly status?: string;
  /** Marks a supplementary figure: "Supplementary" stands before the status, this text below, such as "arXiv:2401.00001". */
  readonly supp?: string;
  /** Center-of-mass energy in TeV, or with its unit: "900 GeV". */
  readonly energy?: number | string;
  /** Integrated luminosity in inverse femtobarn. */
  readonly luminosity?: number;
  /** When the data were taken; shown by styles whose label stands above the frame. */
  readonly year?: number | string;
  /** Further lines, TLatex. */
  readonly lines?: readonly string[];
}

/** A line of text and its size in px of a figure whose smaller side is 600 px. */
export interface LabelLine {
  readonly text: string;
  readonly size: number;
}

/** A label set: one line above the frame at either side, and those inside. */
export interface SetLabel {
  readonly above: readonly [LabelLine | undefined, LabelLine | undefined];
  readonly inside: readonly LabelLine[];
}

/** Size of a supplement's text relative to lines. */
const SUPPLEMENT = 0.8;

/**
 * The texts of a label.
 *
 * @see mplhep.label.exp_label
 */
export function setLabel(label: ExperimentLabel, style: Style): SetLabel {
  const { experiment = style.experiment, supp = "", energy, luminosity, year, lines = [] } = label;
  const status = [supp === "" ? "" : "Supplementary", label.status ?? ""]
    .filter((part) => part !== "")
    .join(" ");
  const { text, labelAbove } = style;
  const fonts = { bold: style.experimentFont, status: style.statusFont };
  const words = [
    experiment === "" ? "" : `#font[${fonts.bold}]{${experiment}}`,
    status === "" || fonts.status === 42 ? status : `#font[${fonts.status}]{${status}}`,
  ].filter((part) => part !== "");
  const name = words.length === 0 ? [] : [{ text: words.join(" "), size: text.experiment }];
  const inverse = luminosity === undefined ? "" : `${luminosity} fb^{-1}`;
  const center = typeof energy === "number" ? `${energy} TeV` : energy;
  const inside = lines.map((line) => ({ text: line, size: text.line }));
  const below = supp === "" ? [] : [{ text: supp, size: SUPPLEMENT * text.line }];
  if (labelAbove) {
    const taken = [inverse, year === undefined ? "" : String(year)];
    const collisions = [
      taken.filter((part) => part !== "").join(", "),
      center === undefined ? "" : `(${center})`,
    ];
    const right = collisions.filter((part) => part !== "").join(" ");
    return {
      above: [name[0], right === "" ? undefined : { text: right, size: text.line }],
      inside: [...below, ...inside],
    };
  }
  const collisions = [center === undefined ? "" : `#sqrt{s} = ${center}`, inverse];
  const line = collisions.filter((part) => part !== "").join(", ");
  const own = line === "" ? [] : [{ text: line, size: text.line }];
  return { above: [undefined, undefined], inside: [...name, ...below, ...own, ...inside] };
}
