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

/** Standard output and error of this process. */
export const processOutput: Output = {
  out(text) {
    process.stdout.write(text);
  },
  err(text) {
    process.stderr.write(text);
  },
  get width() {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },
  get errWidth() {
    return process.stderr.isTTY ? process.stderr.columns : undefined;
  },
};
