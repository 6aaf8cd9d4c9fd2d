import { NotFoundError, UsageError } from "../errors.ts";

/** How columns of collections begin, by the schema that makes collections of them. */
const BEGINNINGS: readonly (readonly [schema: string, beginning: (name: string) => string])[] = [
  ["NanoAODSchema", (name) => `${name}_`],
  ["PHYSLITESchema", (name) => `Analysis${name}AuxDyn.`],
];

/**
 * What went wrong where events without a schema were asked for a collection: the columns of one, as they lie in the
 * file, have longer names. All else as it is.
 */
export function withMissingSchema(error: unknown): unknown {
  if (!(error instanceof NotFoundError)) return error;
  const { missing, known } = error;
  for (const [schema, beginning] of BEGINNINGS) {
    const columns = known.filter((name) => name.startsWith(beginning(missing)));
    if (columns.length === 0) continue;
    const some = columns.slice(0, 2).join(", ");
    return new UsageError(
      `no field "${missing}" in the events: ${some} … become a collection by a schema, ` +
        `run(fileset, processor, { schema: ${schema} }), of hepwasm/events`,
      { cause: error },
    );
  }
  return error;
}
