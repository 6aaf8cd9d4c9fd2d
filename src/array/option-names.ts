import { NotFoundError, UsageError } from "../errors.ts";

/**
 * Refuses options that are none: a misspelt one must not pass for one that was not given.
 *
 * @param where  whose options they are, for messages
 * @throws NotFoundError with the nearest name; UsageError for what is no object
 */
export function checkOptionNames(options: unknown, known: readonly string[], where: string): void {
  if (typeof options !== "object" || options === null) {
    throw new UsageError(
      `options are an object such as { ${known[0]}: … } in ${where}, not ${String(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new NotFoundError("option", name, known, where);
  }
}

/** The options as they are, of which {@link checkOptionNames} refuses none. */
export function knownOptions<Options extends object>(
  options: Options,
  known: readonly (keyof Options & string)[],
  where: string,
): Options {
  checkOptionNames(options, known, where);
  return options;
}
