import { UnsupportedError } from "../../errors.ts";
import type { Channel } from "../../stats/spec.ts";
import type { Figure } from "../figure.ts";
import type { Panel } from "../figure-content.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";

/** What a grid takes of a model, such as `hepwasm/stats`' Model. */
export interface GridModel {
  readonly spec: { readonly channels: readonly Channel[] };
  readonly config: {
    readonly channels: readonly string[];
    readonly samples: readonly string[];
    readonly parOrder: readonly string[];
  };
}

/** What `modifierGrid` shows. */
export interface ModifierGridOptions extends FigureOptions {
  /** One grid a sample with channels as rows, instead of one a channel with samples as rows. */
  readonly splitBySample?: boolean;
}

/** What a parameter does to a sample, and its colour: those of Okabe and Ito. */
const CATEGORIES: Readonly<Record<string, string>> = {
  normfactor: "#d55e00",
  shapefactor: "#0072b2",
  shapesys: "#cc79a7",
  lumi: "#555555",
  staterror: "#e69f00",
  "normsys + histosys": "#009e73",
  histosys: "#f0e442",
  normsys: "#56b4e9",
  none: "#ffffff",
};

/** Side of a cell, and height of what stands around the cells of a grid, in px. */
const CELL = 30;
const AROUND = 62;
/** Width of a letter of a name in px, about. */
const LETTER = 12;

const RULES: OptionRules<ModifierGridOptions> = {
  ...FIGURE_RULES,
  splitBySample: true,
};

/**
 * Which modifiers act on which samples: one grid for each channel, with samples as rows and parameters as
 * columns.
 *
 * @throws UnsupportedError where one parameter acts on a sample by modifiers that go together in no category
 * @see cabinetry.visualize.modifier_grid
 */
export function modifierGrid({ spec, config }: GridModel, told: ModifierGridOptions = {}): Figure {
  checkOptions(told, RULES, "modifierGrid(model, options)");
  const { splitBySample = false, ...options } = told;
  const { channels, samples, parOrder } = config;
  const categories = categoriesOf(spec.channels);
  const [grids, rows] = splitBySample ? [samples, channels] : [channels, samples];
  const cells = grids.map((grid) =>
    rows.map((row) => {
      const [channel, sample] = splitBySample ? [row, grid] : [grid, row];
      return parOrder.map((name) => categories.get(key(channel, sample, name)) ?? "none");
    }),
  );
  const used = new Set(cells.flat(2));
  const shown = Object.keys(CATEGORIES).filter((category) => used.has(category));
  const panels = grids.map((title, i): Panel => {
    return {
      title,
      marks: shown.map((category) => boxesOf(category, cells[i])),
      y: { labels: rows.toReversed() },
      height: rows.length,
      legend: i === 0 ? "above" : false,
    };
  });
  const longest = (names: readonly string[]): number =>
    LETTER * Math.max(0, ...names.map(({ length }) => length));
  const unit = options.scale ?? 1;
  const wide = Math.max(800, CELL * parOrder.length + longest(rows) + 60);
  const legend = CELL * Math.ceil(shown.length / Math.floor(wide / 270));
  const needed = {
    width: wide,
    height: grids.length * (CELL * rows.length + AROUND) + longest(parOrder) + AROUND + legend,
  };
  const width = options.width ?? Math.min(10_000, needed.width * unit);
  const height = options.height ?? Math.min(10_000, needed.height * unit);
  const scale = Math.min((unit * needed.width) / width, unit) / Math.min(width / 800, height / 600);
  return figureOf({ panels, x: { labels: parOrder } }, { ...options, width, height, scale });
}

const key = (channel: string, sample: string, parameter: string): string =>
  JSON.stringify([channel, sample, parameter]);

/** The category of each parameter in each sample of each channel. */
function categoriesOf(channels: readonly Channel[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const channel of channels) {
    for (const sample of channel.samples) {
      for (const { name, type } of sample.modifiers) {
        const at = key(channel.name, sample.name, name);
        const others = found.get(at);
        const together = [type, ...(others === undefined ? [] : others.split(" + "))];
        const category = [...new Set(together)].sort().reverse().join(" + ");
        if (!Object.hasOwn(CATEGORIES, category)) {
          throw new UnsupportedError(
            `parameter "${name}" acts on sample "${sample.name}" of channel "${channel.name}" by ${category}`,
            "such modifiers of one parameter in a grid",
          );
        }
        found.set(at, category);
      }
    }
  }
  return found;
}

/** All cells of a category; the first row is at the top. */
function boxesOf(category: string, rows: readonly (readonly string[])[]): Mark {
  const places = rows.flatMap((row, j) =>
    row.flatMap((one, i) => (one === category ? [[i, rows.length - 1 - j]] : [])),
  );
  const column = (axis: 0 | 1, shift: number): Float64Array =>
    Float64Array.from(places, (place) => place[axis] + shift);
  return {
    kind: "boxes",
    x1: column(0, 0),
    x2: column(0, 1),
    y1: column(1, 0),
    y2: column(1, 1),
    fill: { color: CATEGORIES[category] },
    line: { color: "silver", width: 1 },
    label: category,
  };
}
