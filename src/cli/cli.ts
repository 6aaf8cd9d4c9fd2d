import { HepwasmError, suggestionFor, UsageError } from "../errors.ts";
import { benchCorrections } from "./bench.ts";
import { type Command, commandHelp, overview, parseArguments } from "./command.ts";
import { correction } from "./correction.ts";
import { ls } from "./ls.ts";
import { mergeCommand } from "./merge.ts";
import type { Output } from "./output.ts";
import { plan } from "./plan.ts";
import { runCommand } from "./run.ts";
import { show } from "./show.ts";
import { statsCommands } from "./stats.ts";
import { templatesCommands } from "./templates.ts";

const commands: readonly Command[] = [
  ls,
  show,
  runCommand,
  plan,
  mergeCommand,
  ...statsCommands,
  ...templatesCommands,
  correction,
  benchCorrections,
];

/** Exit statuses. */
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;
/** As shells report a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Runs one command line to its end. Never throws: errors are one line on standard error.
 *
 * @param argv  what was typed after `hepwasm`
 * @param version  for `--version`
 * @returns the exit status
 */
export async function main(
  argv: readonly string[],
  version: string,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    return await dispatch(argv, version, output, signal);
  } catch (error) {
    if (signal.aborted) {
      output.err("hepwasm: interrupted\n");
      return INTERRUPTED;
    }
    output.err(`hepwasm: ${words(error)}\n`);
    return error instanceof UsageError ? MISUSED : FAILED;
  }
}

async function dispatch(
  argv: readonly string[],
  version: string,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const [first, ...rest] = ofGroup(argv);
  if (first === "--version" || first === "-V") {
    output.out(`${version}\n`);
    return DONE;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    output.out(overview(commands));
    return DONE;
  }
  if (first === undefined) {
    output.err(overview(commands));
    return MISUSED;
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0) {
    output.out(overview(group));
    return DONE;
  }
  const name = first === "help" ? ofGroup(rest)[0] : first;
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    throw new UsageError(unknown(name));
  }
  const args = first === "help" ? undefined : parseArguments(command, rest);
  if (args === undefined) output.out(commandHelp(command));
  else await command.run(args, output, signal);
  return DONE;
}

/** What is said of the first word where it is none that there is. */
function unknown(name: string): string {
  const isOption = name.startsWith("-");
  const kind = isOption ? "option" : "command";
  const known = isOption ? ["--help", "--version"] : commands.map((command) => command.name);
  const near = suggestionFor(name, known);
  if (near.startsWith("; did")) return `no ${kind} "${name}"${near}`;
  return isOption
    ? `no option "${name}" before the command: its options follow it`
    : `no command "${name}"; hepwasm --help lists them`;
}

/** `stats fit …` names one command with two words. */
function ofGroup(argv: readonly string[]): readonly string[] {
  const [first, second, ...rest] = argv;
  const isGroup = commands.some(({ name }) => name.startsWith(`${first} `));
  return isGroup && second !== undefined && !second.startsWith("-")
    ? [`${first} ${second}`, ...rest]
    : argv;
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const named = error instanceof HepwasmError || error.name === "Error";
  const text = named ? error.message : `${error.name}: ${error.message}`;
  // The lines that mark a place in an expression belong under each other.
  // What comes after them begins a line.
  return text
    .split(/(\n {2}[^\n]*\n {2} *\^+\n?)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s*\n\s*/g, " ")))
    .join("");
}
