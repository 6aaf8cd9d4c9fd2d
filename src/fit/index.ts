export { type NewtonOptions, type NewtonResult, type NewtonStatus, newton } from "./newton.ts";
export type { Objective } from "./objective.ts";
