import { UsageError } from "../errors.ts";

/**
 * Refuses what is no text, such as the bytes of a file.
 *
 * @param where  the function, and the file where there are several
 * @throws UsageError
 */
export function checkText(text: unknown, where: string): asserts text is string {
  if (typeof text === "string") return;
  const bytes = text instanceof ArrayBuffer || ArrayBuffer.isView(text);
  const what = bytes ? "bytes: decode them, new TextDecoder().decode(bytes)" : kindOf(text);
  throw new UsageError(`${where} takes the text of a file, not ${what}`);
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return "a promise of it: await it";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
