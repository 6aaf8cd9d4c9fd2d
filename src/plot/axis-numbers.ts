import { log10, pow } from "../math/elementary.ts";
import type { Measure } from "./legend.ts";

/** An axis as its numbers need it: what it shows, and its length and the size of its letters in px. */
export interface NumberedAxis {
  readonly range: readonly [number, number];
  readonly length: number;
  readonly size: number;
  readonly vertical: boolean;
}

/** What the numbers of a logarithmic axis are told beyond the powers of ten. */
export interface LogNumbers {
  /** Whether multiples of powers of ten have numbers too. */
  readonly moreLogLabels: boolean;
  /** Those that have none, for want of room. */
  readonly silent: readonly number[];
}

/** Multiples that have numbers, the most first; matplotlib's own choice below a decade is 1, 2, 3, 4, 6. */
const MULTIPLES: readonly (readonly number[])[] = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 6],
  [1, 2, 5],
  [1, 3],
];

/**
 * Numbers of a logarithmic axis: with two powers of ten on it these alone, else as many of their multiples as
 * have room.
 *
 * @see matplotlib.ticker.LogFormatter, minor_thresholds
 */
export function logNumbers(axis: NumberedAxis, measure: Measure): LogNumbers {
  if (!fewPowers(axis.range)) return { moreLogLabels: false, silent: [] };
  const { from, to, ticks } = multiplesOn(axis.range);
  const scale = axis.length / (log10(to) - log10(from));
  // JSROOT writes plain numbers between these.
  const plain = from > 0.3 && to < 300;
  const extent = (value: number, multiple: number): number => {
    if (axis.vertical) return 1.1 * axis.size;
    const text = plain ? String(value) : `${multiple}#times10^{−9}`;
    return measure(text, axis.size).x2 + 0.5 * axis.size;
  };
  const fits = (shown: readonly LogTick[]): boolean =>
    shown.every(({ value, multiple }, i) => {
      if (i === 0) return true;
      const last = shown[i - 1];
      const room = scale * (log10(value) - log10(last.value));
      return room >= 0.5 * (extent(value, multiple) + extent(last.value, last.multiple));
    });
  const sets = MULTIPLES.map((wanted) => ticks.filter(({ multiple }) => wanted.includes(multiple)));
  const shown =
    sets.find((set) => set.length >= 2 && fits(set)) ??
    (ticks.length > 2 ? [ticks[0], ticks[ticks.length - 1]] : ticks);
  return {
    moreLogLabels: true,
    silent: ticks.filter((tick) => !shown.includes(tick)).map(({ value }) => value),
  };
}

/** Whether a range has less than two powers of ten, from which alone it cannot be read. */
export function fewPowers(range: readonly [number, number]): boolean {
  return multiplesOn(range).ticks.filter(({ multiple }) => multiple === 1).length < 2;
}

/** Every tick, or every second, or third …, so that their numbers stand beside each other. */
export function fittingTicks(
  ticks: readonly number[],
  { range: [from, to], length, size, log }: NumberedAxis & { readonly log: boolean },
  measure: Measure,
): readonly number[] {
  const shown = ticks.filter((value) => value >= from && value <= to);
  const place = (value: number): number => (log ? log10(value) : value);
  const scale = length / (place(to) - place(from));
  const half = (value: number): number =>
    0.5 * (measure(String(Number(value.toPrecision(6))), size).x2 + 0.5 * size);
  for (let step = 1; ; step++) {
    const some = shown.filter((_, i) => i % step === 0);
    const fits = some.every(
      (value, i) =>
        i === 0 || scale * (place(value) - place(some[i - 1])) >= half(value) + half(some[i - 1]),
    );
    if (fits || some.length <= 2) return some;
  }
}

interface LogTick {
  readonly value: number;
  readonly multiple: number;
}

/** Multiples of powers of ten on an axis, of at most two decades' worth: more are not asked for. */
function multiplesOn([from, to]: readonly [number, number]): {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly LogTick[];
} {
  const ticks: LogTick[] = [];
  const first = Math.floor(log10(from) - 1e-9);
  const last = Math.ceil(log10(to) + 1e-9);
  for (let power = first; power <= last && ticks.length < 100; power++) {
    for (let multiple = 1; multiple <= 9; multiple++) {
      const value = Number(`${multiple}e${power}`);
      if (value >= from * (1 - 1e-12) && value <= to * (1 + 1e-12)) ticks.push({ value, multiple });
    }
  }
  return { from, to, ticks };
}

/** Digits of numbers up to which JSROOT's own number of ticks is well. */
const SHORT = 5;

/**
 * ROOT's divisions of an axis of numbers side by side: fewer where each needs many digits, such as 172.5001,
 * which would be set aslant and cut.
 */
export function divisionsFor(
  { range: [from, to], length, size }: Omit<NumberedAxis, "vertical">,
  usual: number,
): number {
  const most = Math.max(Math.abs(from), Math.abs(to));
  const digitsAt = (ticks: number): number =>
    Math.floor(log10(most)) - Math.floor(log10(stepOf(to - from, ticks)) + 1e-9) + 1;
  if (!(most > 0 && to > from) || digitsAt(usual % 100) <= SHORT) return usual;
  for (let ticks = usual % 100; ticks > 2; ticks--) {
    // A digit is 0.556 em wide; a sign, a point and a gap come to it.
    const room = (digitsAt(ticks) + 2.5) * 0.556 * size;
    if ((room * (to - from)) / stepOf(to - from, ticks) <= length)
      return usual - (usual % 100) + ticks;
  }
  return usual - (usual % 100) + 2;
}

/** Distance of ticks of which about so many are on a span: 1, 2 or 5 of a power of ten. @see d3.tickStep */
function stepOf(span: number, ticks: number): number {
  const raw = span / ticks;
  const power = pow(10, Math.floor(log10(raw)));
  const error = raw / power;
  return (
    power *
    (error >= Math.sqrt(50) ? 10 : error >= Math.sqrt(10) ? 5 : error >= Math.sqrt(2) ? 2 : 1)
  );
}
