import { md5, sha256 } from "../codec/digest.ts";
import { UsageError } from "../errors.ts";
import { spelledTree } from "./json-spelling.ts";
import { parseJsonText, pythonJson } from "./json-text.ts";

export type DigestAlgorithm = "sha256" | "md5";

/**
 * The fingerprint that pyhf gives a JSON document, whatever the order of its members.
 *
 * @param document  JSON text, whose numbers keep their spelling (1 and 1.0 differ), or a value
 * @see pyhf.utils.digest
 */
export function digest(document: unknown, algorithm: DigestAlgorithm = "sha256"): string {
  const tree = typeof document === "string" ? parseJsonText(document) : spelledTree(document);
  const bytes = new TextEncoder().encode(pythonJson(tree));
  if (algorithm === "sha256") return sha256(bytes);
  if (algorithm === "md5") return md5(bytes);
  throw new UsageError(`no digest "${String(algorithm)}"; known: sha256, md5`);
}
