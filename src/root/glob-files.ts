import { SourceError } from "../errors.ts";
import { hasFiles } from "./source-file.ts";

interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

interface FileSystem {
  existsSync(path: string): boolean;
  readonly promises: {
    readdir(path: string, options: { withFileTypes: true }): Promise<Entry[]>;
  };
}

const MAGIC = /[*?[]/;
/** Folders inside folders; a link to a folder above would go on for ever. */
const MAX_DEPTH = 64;

/**
 * The local files that a pattern means, by name: `*` any characters and `?` one of a name, `[ab]`
 * one of these, `**` any number of folders. What is no pattern, or is there literally, is itself.
 *
 * @throws SourceError when a pattern fits nothing
 */
export async function globFiles(pattern: string): Promise<string[]> {
  if (!MAGIC.test(pattern) || !hasFiles || /^[a-z][a-z0-9+.-]+:\/\//i.test(pattern)) {
    return [pattern];
  }
  const fs = fileSystem();
  if (fs.existsSync(pattern)) return [pattern];
  const [first, ...rest] = pattern.split("/");
  // An absolute path begins with an empty part.
  const found =
    first === "" ? await below(fs, "/", rest, 0) : await below(fs, "", [first, ...rest], 0);
  if (found.length === 0) throw new SourceError(pattern, "no file fits this pattern");
  return [...new Set(found)].sort();
}

function fileSystem(): FileSystem {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): unknown };
  };
  return process.getBuiltinModule("node:fs") as FileSystem;
}

async function below(
  fs: FileSystem,
  folder: string,
  parts: readonly string[],
  depth: number,
): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined || depth > MAX_DEPTH) return [];
  if (!MAGIC.test(part)) {
    const path = folder + part;
    if (rest.length > 0) return below(fs, `${path}/`, rest, depth + 1);
    return fs.existsSync(path) ? [path] : [];
  }
  let entries: Entry[];
  try {
    entries = await fs.promises.readdir(folder === "" ? "." : folder, { withFileTypes: true });
  } catch {
    // Not a folder, or none that may be read: nothing in it fits.
    return [];
  }
  const found: string[] = [];
  if (part === "**") {
    found.push(...(await below(fs, folder, rest, depth + 1)));
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      found.push(...(await below(fs, `${folder}${entry.name}/`, parts, depth + 1)));
    }
    return found;
  }
  const fits = partPattern(part);
  for (const entry of entries) {
    if (!fits.test(entry.name) || (entry.name.startsWith(".") && !part.startsWith("."))) continue;
    const path = folder + entry.name;
    if (rest.length === 0) found.push(path);
    else if (entry.isDirectory() || entry.isSymbolicLink()) {
      found.push(...(await below(fs, `${path}/`, rest, depth + 1)));
    }
  }
  return found;
}

function partPattern(part: string): RegExp {
  const source = part.replace(/\[[^\]]+\]|[\s\S]/g, (token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1) return token.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return token.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "su");
}
