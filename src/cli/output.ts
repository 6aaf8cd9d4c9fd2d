/** Where a command writes; streams of the process, or strings in a test. */
export interface Output {
  /** Results: standard output. */
  out(text: string): void;
  /** Remarks and errors: standard error. */
  err(text: string): void;
  /** Characters in a line of the terminal; undefined where output goes elsewhere. */
  readonly width: number | undefined;
  /** The same of standard error. */
  readonly errWidth: number | undefined;
}

/** What a terminal would obey: names and texts come from files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text for a terminal, without what would steer it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, "\ufffd");
}

/** Standard output and error of this process. */
export const processOutput: Output = {
  out(text) {
    process.stdout.write(process.stdout.isTTY ? printable(text) : text);
  },
  err(text) {
    process.stderr.write(process.stderr.isTTY ? printable(text) : text);
  },
  get width() {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },
  get errWidth() {
    return process.stderr.isTTY ? process.stderr.columns : undefined;
  },
};
