import { ModelError } from "../errors.ts";
import { log } from "../math/elementary.ts";
import { type Column, columnFrom } from "../wasm/column.ts";
import type { ModelConfig } from "./config.ts";
import type { Modifier, Sample } from "./spec.ts";

/** One channel of a compiled model. */
export interface CompiledChannel {
  readonly name: string;
  /** First bin, and bins with padding. */
  readonly start: number;
  readonly padded: number;
  readonly bins: number;
  /** Where its terms begin in the program, in words, and how many there are. */
  readonly record: number;
  readonly terms: number;
  /** Samples in the order of the terms. */
  readonly samples: readonly string[];
  /** int32: parameters that its yields depend on, ascending. */
  readonly rows: Column<"int32">;
}

/** A model as flat tables for the kernels: `assembly/stats/program.ts` says how they lie. */
export interface Compiled {
  readonly program: Column<"int32">;
  readonly table: Column<"float64">;
  readonly channels: readonly CompiledChannel[];
  readonly terms: number;
  /** Parameters whose slope jumps where they are zero: of interpolations that are not smooth there. */
  readonly kinks: readonly number[];
  /** Bins of all channels with padding. */
  readonly padded: number;
  /** f64s of the work areas. */
  readonly work: number;
}

/** Codes of scalar factors in the program. */
const FACTOR = { itself: 0, code1: 1, code4: 2 } as const;
const SHIFT = { code0: 0, code2: 2, code4p: 4 } as const;

/** @throws ModelError on variations that cannot be interpolated */
export function compile(config: ModelConfig): Compiled {
  const program: number[] = [];
  const table: number[] = [];
  const channels: CompiledChannel[] = [];
  const used = new Map<string, number>();
  let start = 0;
  let work = 0;
  let terms = 0;
  for (const channel of config.sortedChannels) {
    const bins = channel.samples[0].data.length;
    const padded = bins + (bins & 1);
    const places = new Map<string, number>();
    for (const { modifiers } of channel.samples) {
      for (const { name, type } of modifiers) {
        if (places.has(name)) continue;
        const first = config.parSlice(name)[0];
        // Factors from statistics count on through the channels; shape factors begin anew in each.
        const passed = type === "staterror" ? (used.get(name) ?? 0) : 0;
        places.set(name, first + passed);
        if (type === "staterror") used.set(name, passed + bins);
      }
    }
    const rows = rowsOf(channel.samples, places, bins, config);
    const record = program.length;
    for (const sample of channel.samples) {
      const term = termOf(sample, padded, places, rows, config);
      const head = program.length;
      program.push(0, start, padded, table.length, work);
      program.push(term.scalars, term.shifts, term.byBin);
      table.push(...padTo(sample.data, padded));
      for (const word of term.words) {
        program.push(typeof word === "number" ? word : table.length);
        if (typeof word !== "number") table.push(...word);
      }
      program[head] = program.length - head;
      work += 1 + 4 * term.scalars + 6 * term.shifts + 2 * padded;
      terms++;
    }
    channels.push({
      name: channel.name,
      start,
      padded,
      bins,
      record,
      terms: channel.samples.length,
      samples: channel.samples.map(({ name }) => name),
      rows: columnFrom<"int32">(Int32Array.from(rows)),
    });
    start += padded;
  }
  return {
    program: columnFrom<"int32">(Int32Array.from(program)),
    table: columnFrom<"float64">(Float64Array.from(table)),
    channels,
    terms,
    kinks: kinksOf(config),
    padded: start,
    work,
  };
}

/** Parameters of modifiers whose code has one slope above zero and another below, ascending. */
function kinksOf(config: ModelConfig): number[] {
  const { normsys, histosys } = config.modifierSettings;
  const kinked = new Set<number>();
  for (const { samples } of config.sortedChannels) {
    for (const { type, name } of samples.flatMap(({ modifiers }) => modifiers)) {
      const jumps =
        (type === "normsys" && normsys.interpcode === "code1") ||
        (type === "histosys" && histosys.interpcode === "code0");
      if (jumps) kinked.add(config.parSlice(name)[0]);
    }
  }
  return [...kinked].sort((a, b) => a - b);
}

/** Parameters that the yields of a channel depend on, ascending. */
function rowsOf(
  samples: readonly Sample[],
  places: ReadonlyMap<string, number>,
  bins: number,
  config: ModelConfig,
): number[] {
  const rows = new Set<number>();
  for (const { modifiers } of samples) {
    for (const { name } of modifiers) {
      const first = places.get(name) ?? 0;
      const n = config.paramSet(name).scalar ? 1 : bins;
      for (let i = 0; i < n; i++) rows.add(first + i);
    }
  }
  return [...rows].sort((a, b) => a - b);
}

/** Words of a term behind its head; a list stands for the place in the table where it goes. */
interface Term {
  readonly words: readonly (number | readonly number[])[];
  readonly scalars: number;
  readonly shifts: number;
  readonly byBin: number;
}

function termOf(
  sample: Sample,
  padded: number,
  places: ReadonlyMap<string, number>,
  rows: readonly number[],
  config: ModelConfig,
): Term {
  const scalars: (number | number[])[][] = [];
  const shifts: (number | number[])[][] = [];
  const byBin: number[][] = [];
  // A modifier that stands twice on a sample counts once, the last of them.
  const modifiers = new Map(sample.modifiers.map((one) => [`${one.type}/${one.name}`, one]));
  for (const modifier of modifiers.values()) {
    const parameter = places.get(modifier.name) ?? 0;
    const row = rows.indexOf(parameter);
    switch (modifier.type) {
      case "normfactor":
      case "lumi":
        scalars.push([FACTOR.itself, parameter, row, 0]);
        break;
      case "normsys": {
        const { interpcode } = config.modifierSettings.normsys;
        scalars.push([
          FACTOR[interpcode],
          parameter,
          row,
          factorTable(modifier, sample, interpcode),
        ]);
        break;
      }
      case "histosys": {
        const { interpcode } = config.modifierSettings.histosys;
        const arrays = shiftTable(modifier, sample, interpcode, padded);
        shifts.push([SHIFT[interpcode], parameter, row, arrays]);
        break;
      }
      case "shapefactor": {
        const [start, stop] = config.parSlice(modifier.name);
        if (sample.data.length > stop - start) {
          throw new ModelError(
            "",
            `the shapefactor "${modifier.name}" has ${stop - start} parameters, too few for the ` +
              `${sample.data.length} bins of sample "${sample.name}"`,
          );
        }
        byBin.push([parameter, row]);
        break;
      }
      case "shapesys":
      case "staterror":
        byBin.push([parameter, row]);
        break;
      default:
        modifier satisfies never;
    }
  }
  return {
    words: [...scalars, ...shifts, ...byBin].flat(1),
    scalars: scalars.length,
    shifts: shifts.length,
    byBin: byBin.length,
  };
}

/**
 * Logarithms of the factors at +1 and -1, and the polynomial between them that meets both with its
 * first two derivatives.
 * @see CERN-OPEN-2012-016 section 4.1; pyhf 0.7.6 interpolators/code4.py
 */
function factorTable(
  { name, data: { hi, lo } }: Extract<Modifier, { type: "normsys" }>,
  sample: Sample,
  interpcode: "code1" | "code4",
): number[] {
  if (!(hi > 0 && lo > 0)) {
    throw new ModelError(
      "",
      `normsys "${name}" of sample "${sample.name}" has factors lo ${lo} and hi ${hi}: both must be ` +
        "above zero, as they are interpolated exponentially; use a histosys for such a variation",
    );
  }
  const up = log(hi);
  const down = log(lo);
  if (interpcode === "code1") return [up, down];
  const s0 = 0.5 * (hi + lo);
  const a0 = 0.5 * (hi - lo);
  const s1 = 0.5 * (hi * up - lo * down);
  const a1 = 0.5 * (hi * up + lo * down);
  const s2 = 0.5 * (hi * up * up + lo * down * down);
  const a2 = 0.5 * (hi * up * up - lo * down * down);
  return [
    up,
    down,
    (15 * a0 - 7 * s1 + a2) / 8,
    (-24 + 24 * s0 - 9 * a1 + s2) / 8,
    (-5 * a0 + 5 * s1 - a2) / 4,
    (12 - 12 * s0 + 7 * a1 - s2) / 4,
    (3 * a0 - 3 * s1 + a2) / 8,
    (-8 + 8 * s0 - 5 * a1 + s2) / 8,
  ];
}

/** The four arrays of `assembly/stats/interpolation.ts`, one after another. */
function shiftTable(
  { data: { hi_data: hi, lo_data: lo } }: Extract<Modifier, { type: "histosys" }>,
  { data: nominal }: Sample,
  interpcode: "code0" | "code2" | "code4p",
  padded: number,
): number[] {
  const arrays = (f: (hi: number, nominal: number, lo: number) => number): number[] =>
    padTo(
      nominal.map((value, b) => f(hi[b], value, lo[b])),
      padded,
    );
  if (interpcode === "code2") {
    return [
      ...arrays((h, _, l) => 0.5 * (h - l)),
      ...arrays((h, n, l) => 0.5 * (h + l) - n),
      ...arrays((h, n, l) => 0.5 * (h - l) + 2 * (0.5 * (h + l) - n)),
      ...arrays((h, n, l) => 0.5 * (h - l) - 2 * (0.5 * (h + l) - n)),
    ];
  }
  return [
    ...arrays((h, n, l) => 0.5 * (h - n + (n - l))),
    ...arrays((h, n, l) => 0.0625 * (h - n - (n - l))),
    ...arrays((h, n) => h - n),
    ...arrays((_, n, l) => n - l),
  ];
}

function padTo(values: readonly number[], length: number): number[] {
  return [...values, ...Array<number>(length - values.length).fill(0)];
}
