import { general } from "../array/number-text.ts";
import { type Axis, axisSize } from "./axis.ts";
import { axisValue } from "./edges.ts";

/** Characters of a line, as boost-histogram prints. */
const WIDTH = 78;

/** Eighths of a block. */
const EIGHTHS: readonly string[] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * The bins of one axis with bars, flow bins included.
 *
 * @param values  with flow
 * @see boost_histogram.Histogram.__str__
 */
export function barChart(axis: Axis, values: Float64Array, width: number = WIDTH): string {
  const first = Number(axis.underflow);
  const cells = Array.from(values, (value, cell) => ({ ...binText(axis, cell - first), value }));
  const numbers = cells.map(({ value }) => short(value));
  const most = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map(({ length }) => length));
  const wide = (key: "low" | "high"): number => most(cells.map((cell) => cell[key] ?? ""));
  const [low, high, number] = [wide("low"), wide("high"), most(numbers)];
  const heads = cells.map((cell, i) => {
    const bin =
      cell.high === undefined
        ? cell.low.padStart(low)
        : `[${cell.low.padStart(low)}, ${cell.high.padStart(high)})`;
    return `${bin} ${numbers[i].padEnd(number)}`;
  });
  const head = most(heads);
  const room = width - 4 - head;
  if (room < 0) return heads.join("\n");
  const least = Math.min(0, ...values);
  const largest = Math.max(0, ...values) || 1;
  const range = largest - least;
  const zero = round((-least / range) * room);
  const lines = cells.map(({ value }, i) => `${heads[i]} │${bar(value / range, zero, room)}│`);
  const blank = " ".repeat(head + 1);
  const line = "─".repeat(room + 1);
  return [`${blank}┌${line}┐`, ...lines, `${blank}└${line}┘`].join("\n");
}

interface BinText {
  readonly low: string;
  readonly high?: string;
}

function binText(axis: Axis, bin: number): BinText {
  switch (axis.kind) {
    case "regular":
    case "variable": {
      const [a, b] = [axisValue(axis, bin), axisValue(axis, bin + 1)];
      // What is zero but for rounding.
      const small = (x: number): boolean => Math.abs(x) < 1e-14 && Math.abs(x) < 1e-8 * (b - a);
      const [low, high] = [a, b].map((x) => general(small(x) ? 0 : x, 4));
      return { low, high };
    }
    case "strCategory":
    case "intCategory":
      return { low: bin < axisSize(axis) ? String(axis.categories[bin]) : "other" };
    default:
      return { low: String(axisValue(axis, bin)) };
  }
}

/** Whole numbers in full, others in four digits. */
function short(value: number): string {
  const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  return whole ? String(value + 0) : general(value, 4);
}

/** @param z  length as a part of the room */
function bar(z: number, zero: number, room: number): string {
  if (!(z !== 0 && Number.isFinite(z))) return " ".repeat(room + 1);
  let full = round(z * room);
  if (z < 0) return " ".repeat(zero + full) + "█".repeat(-full) + " ".repeat(room - zero + 1);
  let eighths = round(8 * (z * room - full));
  if (eighths < 0) {
    full--;
    eighths += 8;
  }
  // The zero and the length are rounded apart: together they may be one too long.
  const rest = Math.max(room - zero - full, 0);
  return (" ".repeat(zero) + "█".repeat(full) + EIGHTHS[eighths] + " ".repeat(rest)).slice(
    0,
    room + 1,
  );
}

/** To the nearest integer, halves away from zero. */
function round(x: number): number {
  return x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5);
}
