import { main } from "../../src/cli/cli.ts";

/** How a command ended, and what it said. */
export interface Run {
  status: number;
  out: string;
  err: string;
}

/** Runs the command line in this process. */
export async function hepwasm(
  argv: string[],
  options: { signal?: AbortSignal; width?: number; drained?: (run: Run) => Promise<void> } = {},
) {
  const run: Run = { status: -1, out: "", err: "" };
  const output = {
    out(text: string) {
      run.out += text;
    },
    err(text: string) {
      run.err += text;
    },
    drained: async () => options.drained?.(run),
    width: options.width,
    errWidth: options.width,
  };
  const signal = options.signal ?? new AbortController().signal;
  run.status = await main(argv, "1.2.3", output, signal);
  return run;
}
