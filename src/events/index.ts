export type { Collection } from "./collection.ts";
export { byIndex, byLink, partsByCount } from "./links.ts";
export { type NanoArray, NanoEvents, type NanoEventsOptions } from "./nano-events.ts";
export {
  type GenFlag,
  genFlags,
  hasFlags,
  NanoAODSchema,
  NanoAODSchemaV5,
  NanoAODSchemaV6,
  NanoAODSchemaV7,
} from "./nanoaod.ts";
export { PFNanoAODSchema, ScoutingNanoAODSchema } from "./nanoaod-kinds.ts";
export { PHYSLITESchema } from "./physlite.ts";
export {
  type Accessor,
  BaseSchema,
  type Collections,
  type FieldPlan,
  type Group,
  type Place,
  type RecordTable,
  type Schema,
} from "./schema.ts";
export { addSystematic, type Variation, type VariedColumns } from "./systematics.ts";
