/** One bar: what it stands for and how long it is. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Shown beside the value. */
  readonly error?: number | undefined;
  /** Shown as a number only: what lies outside the axis would dwarf what lies inside. */
  readonly outside?: boolean;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const DEFAULT_WIDTH = 80;
const LEAST_BAR = 10;

/**
 * Bars from the left, one a line: `[80, 85)   6.0 ± 2.4 ▐█████▌`. Negative and non-finite values
 * have no bar, only their number.
 *
 * @param width  characters in a line
 */
export function bars(rows: readonly Bar[], width: number = DEFAULT_WIDTH): string {
  const values = rows.map((row) => shortNumber(row.value));
  const errors = rows.map((row) =>
    row.error === undefined ? "" : ` ± ${shortNumber(row.error, 3)}`,
  );
  const labelWidth = longest(rows.map((row) => row.label));
  const valueWidth = longest(values);
  const errorWidth = longest(errors);
  const room = Math.max(width - labelWidth - valueWidth - errorWidth - 4, LEAST_BAR);
  const drawn = rows.map((row) => (row.outside || !Number.isFinite(row.value) ? 0 : row.value));
  const most = drawn.reduce((larger, value) => Math.max(larger, value), 0);
  const lines = rows.map((row, i) => {
    const head = `${row.label.padEnd(labelWidth)}  ${values[i].padStart(valueWidth)}${errors[i].padEnd(errorWidth)}`;
    return `${`${head} |${bar(drawn[i], most, room)}`.trimEnd()}\n`;
  });
  return lines.join("");
}

function bar(value: number, most: number, room: number): string {
  if (!(value > 0)) return "";
  const eighths = Math.round((value / most) * room * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** At most so many digits, without zeros at the end; whole numbers as they are. */
export function shortNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}
