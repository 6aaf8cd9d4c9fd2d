import { NotFoundError } from "../errors.ts";
import type { Processor } from "./processor.ts";

/**
 * The processor that a module exports: an object with `process`, or a class that is made one with
 * `settings`.
 *
 * @param module  how messages name it
 * @throws NotFoundError
 */
export function processorOf(
  exports: Readonly<Record<string, unknown>>,
  name: string,
  settings: unknown,
  module: string,
): Processor<unknown> {
  const made = exports[name];
  if (typeof made === "function") {
    return new (made as new (settings: unknown) => Processor<unknown>)(settings);
  }
  const given = made as Processor<unknown> | undefined;
  if (typeof given?.process === "function") return given;
  throw new NotFoundError("export", name, Object.keys(exports), module);
}
