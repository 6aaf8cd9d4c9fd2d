import { checkOptionNames } from "../array/option-names.ts";
import { NotFoundError } from "../errors.ts";

/** What options a call takes: each with anything, or with one of these words. Complete by the options' type. */
export type OptionRules<Options> = {
  readonly [Name in keyof Options]-?: true | readonly string[];
};

/**
 * Refuses options that are none, and words that are not among those an option takes.
 *
 * @param where  the call, for messages
 * @throws NotFoundError with the nearest name; UsageError for what is no object
 */
export function checkOptions<Options extends object>(
  options: Options,
  rules: OptionRules<Options>,
  where: string,
): void {
  checkOptionNames(options, Object.keys(rules), where);
  for (const [name, rule] of Object.entries<true | readonly string[]>(rules)) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (rule === true || value === undefined || rule.includes(value as string)) continue;
    throw new NotFoundError(name, String(value), rule, where);
  }
}
