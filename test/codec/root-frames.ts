import { readData, requireData } from "../data.ts";

/** One frame of a ROOT file: what follows the header of nine bytes, and the size it gives. */
export interface RootFrame {
  readonly compressed: Uint8Array;
  readonly length: number;
}

/**
 * The frames of a real file that have the given letters and begin with the given bytes, wherever
 * they lie; `undefined` when the file is not there.
 */
export async function rootFrames(
  file: string,
  letters: string,
  magic: readonly number[],
): Promise<RootFrame[] | undefined> {
  const path = await requireData(file);
  if (path === undefined) return undefined;
  const bytes = await readData(path);
  const size = (at: number) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
  const frames: RootFrame[] = [];
  for (let at = 0; at + 9 + magic.length <= bytes.length; at++) {
    if (bytes[at] !== letters.charCodeAt(0) || bytes[at + 1] !== letters.charCodeAt(1)) continue;
    const start = at + 9;
    if (magic.some((byte, i) => bytes[start + i] !== byte)) continue;
    frames.push({
      compressed: bytes.subarray(start, start + size(at + 3)),
      length: size(at + 6),
    });
    at = start + magic.length - 1;
  }
  return frames;
}

/** SHA-256 of some arrays one after the other, as hexadecimal digits. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<string> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
