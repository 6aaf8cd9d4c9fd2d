import { type ParseArgsConfig, parseArgs } from "node:util";
import { NotFoundError, UsageError } from "../errors.ts";
import type { Output } from "./output.ts";

/** An option of a command: `--name`, with a value if `value` names one. */
export interface OptionSpec {
  /** What the value is, in help: "NAME". Without it the option is a switch. */
  readonly value?: string;
  /** One letter that says the same: `-o`. */
  readonly short?: string;
  /** Whether it may be given more than once; its values are in `lists`. */
  readonly many?: boolean;
  /** What the API calls it, where that is another name: who types it is told. */
  readonly inApi?: string;
  /** One line, or more. */
  readonly help: string;
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /**
   * Positional arguments, in order, as help shows them: `[FILE]` may be left out, `FILE...` stands for
   * one or more.
   */
  readonly operands: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** What it does, for its own help. */
  readonly about: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Lines to try, each with what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  run(args: Arguments, output: Output, signal: AbortSignal): Promise<void>;
}

/** What was typed after the command's name. */
export interface Arguments {
  /** As many as the command has operands, where none may be left out or stands for more. */
  readonly operands: readonly string[];
  /** Values of options given; `""` for switches. */
  readonly options: Readonly<Record<string, string>>;
  /** Values of the options that may be given more than once, in their order. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** Options that every command has. */
const COMMON: Record<string, OptionSpec> = { help: { help: "show this" } };

/**
 * Sorts what was typed into operands and options.
 *
 * @returns undefined when help is asked for
 * @throws UsageError with the nearest option's name
 */
export function parseArguments(command: Command, argv: readonly string[]): Arguments | undefined {
  const specs = { ...command.options, ...COMMON };
  const config: Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean }> =
    {};
  for (const [name, spec] of Object.entries(specs)) {
    config[name] = {
      type: spec.value === undefined ? "boolean" : "string",
      multiple: spec.many ?? false,
      ...(spec.short === undefined ? {} : { short: spec.short }),
    };
  }
  config.help.short = "h";
  const parsed = parseStrictly(argv, config, specs, command);
  if (parsed.values.help === true) return undefined;
  const { positionals } = parsed;
  const { operands } = command;
  const missing = operands[positionals.length];
  if (missing !== undefined && !missing.startsWith("[")) missingOperand(command, missing);
  if (positionals.length > operands.length && !operands.at(-1)?.endsWith("...")) {
    throw usage(command, `unexpected "${positionals[operands.length]}"`);
  }
  const options: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    if (Array.isArray(value)) lists[name] = value.map(String);
    else options[name] = typeof value === "string" ? value : "";
  }
  return { operands: positionals, options, lists };
}

function parseStrictly(
  argv: readonly string[],
  options: NonNullable<ParseArgsConfig["options"]>,
  specs: Readonly<Record<string, OptionSpec>>,
  command: Command,
): { values: Record<string, unknown>; positionals: string[] } {
  // Negative ranges such as `--entries -5:` are values, which parseArgs takes only with "=".
  const joined: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const short = /^-[a-z]$/.test(argv[i]) ? argv[i].slice(1) : undefined;
    const name = argv[i].startsWith("--")
      ? argv[i].slice(2)
      : Object.keys(specs).find((key) => short !== undefined && specs[key].short === short);
    const takesValue = name !== undefined && specs[name]?.value !== undefined;
    if (argv[i] === "--") return parse([...joined, ...argv.slice(i)]);
    if (takesValue && i + 1 < argv.length && !argv[i + 1].startsWith("--")) {
      joined.push(`--${name}=${argv[++i]}`);
    } else if (takesValue) {
      throw usage(command, `${argv[i]} needs a value: ${argv[i]} ${specs[name].value}`);
    } else joined.push(argv[i]);
  }
  return parse(joined);

  function parse(args: string[]): { values: Record<string, unknown>; positionals: string[] } {
    const loose = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
    for (const token of loose.tokens) {
      if (token.kind !== "option") continue;
      const spec = specs[token.name];
      if (spec === undefined) {
        const known = Object.keys(specs);
        const place = `hepwasm ${command.name}`;
        const meant = known.find((name) => specs[name].inApi === token.name);
        if (meant !== undefined) {
          throw usage(command, `no option "${token.rawName}" in ${place}: it is --${meant} here`);
        }
        // Names compare without their dashes, and show with them.
        const error = new NotFoundError(
          "option",
          token.rawName,
          known.map((n) => `--${n}`),
          place,
        );
        throw usage(command, error.message);
      }
      if (spec.value === undefined && token.value !== undefined) {
        throw usage(command, `${token.rawName} takes no value`);
      }
    }
    return { values: loose.values, positionals: loose.positionals };
  }
}

/** @throws UsageError saying that an operand is missing, though at times it may be left out */
export function missingOperand(command: Command, operand: string): never {
  throw usage(command, `${operand} is missing`);
}

function usage(command: Command, message: string): UsageError {
  return new UsageError(`${message} (usage: ${usageLine(command)}; --help shows examples)`);
}

function usageLine(command: Command): string {
  const options = Object.keys(command.options).length > 0 ? " [options]" : "";
  return `hepwasm ${command.name} ${command.operands.join(" ")}${options}`;
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON }).map(([name, spec]) => {
    const names = spec.short === undefined ? `--${name}` : `-${spec.short}, --${name}`;
    return [`${names}${spec.value === undefined ? "" : ` ${spec.value}`}`, spec.help] as const;
  });
  return [
    `Usage: ${usageLine(command)}`,
    "",
    command.about,
    "",
    "Options:",
    twoColumns(options),
    "",
    "Examples:",
    ...command.examples.map(([line, does]) => `  # ${does}\n  ${line}`),
    "",
  ].join("\n");
}

/** The help of the whole command line. */
export function overview(commands: readonly Command[]): string {
  return [
    "hepwasm: columnar analysis of ROOT files",
    "",
    "Usage: hepwasm COMMAND [arguments]",
    "",
    "Commands:",
    twoColumns(commands.map((c) => [`${c.name} ${c.operands.join(" ")}`, c.summary] as const)),
    "",
    "Options:",
    twoColumns([
      ["--version", "show the version"],
      ["--help", "show this, or after a command its options and examples"],
    ]),
    "",
    "Examples:",
    ...commands.map((c) => `  # ${c.examples[0][1]}\n  ${c.examples[0][0]}`),
    "",
    "Exit status: 0 done, 1 the work failed, 2 the command line makes no sense.",
    "",
  ].join("\n");
}

function twoColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  const below = `\n${" ".repeat(width + 4)}`;
  return rows
    .map(([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll("\n", below)}`)
    .join("\n");
}
