import { UsageError } from "../errors.ts";
import type { Fileset } from "./fileset.ts";

/**
 * The fileset of a JSON or YAML text, as coffea reads and writes them.
 *
 * @param name  of the file, for messages
 * @throws UsageError where it is neither
 */
export async function parseFileset(text: string, name = "the fileset"): Promise<Fileset> {
  // What begins with a brace is JSON: as YAML it would be read too, and slowly.
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text) as Fileset;
    } catch (cause) {
      if (/\.json(\.gz)?$/.test(name)) {
        throw new UsageError(`${name} is not JSON: ${(cause as Error).message}`, { cause });
      }
    }
  }
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${name} is neither JSON nor YAML: ${error.message}`, { cause: error });
  }
  return document.toJS() as Fileset;
}
