import { UsageError } from "../errors.ts";
import {
  NanoAODSchema,
  NanoAODSchemaV5,
  NanoAODSchemaV6,
  NanoAODSchemaV7,
} from "../events/nanoaod.ts";
import { PFNanoAODSchema, ScoutingNanoAODSchema } from "../events/nanoaod-kinds.ts";
import { PHYSLITESchema } from "../events/physlite.ts";
import { BaseSchema, type Schema } from "../events/schema.ts";

const known: Readonly<Record<string, Schema>> = {
  Base: BaseSchema,
  PHYSLITE: PHYSLITESchema,
  NanoAOD: NanoAODSchema,
  NanoAODv7: NanoAODSchemaV7,
  NanoAODv6: NanoAODSchemaV6,
  NanoAODv5: NanoAODSchemaV5,
  PFNanoAOD: PFNanoAODSchema,
  ScoutingNanoAOD: ScoutingNanoAODSchema,
};

/** The schemas that the engine has. */
export const schemaNames: readonly string[] = Object.keys(known);

/** The name under which a thread finds a schema. @throws UsageError for one that is not the engine's */
export function nameOfSchema(schema: Schema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  if (known[schema.name] === schema) return schema.name;
  throw new UsageError(
    `the schema "${schema.name}" cannot be sent to threads: make it the property "schema" of the processor`,
  );
}

/** @see nameOfSchema */
export function schemaNamed(name: string | undefined): Schema | undefined {
  return name === undefined ? undefined : known[name];
}
