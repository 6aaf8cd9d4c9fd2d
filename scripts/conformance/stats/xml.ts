// Kind "xml": HistFactory XML with ROOT files against the workspaces that pyhf makes of it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { openRoot } from "../../../src/root/index.ts";
import { readXml, type XmlFiles } from "../../../src/stats/index.ts";
import { type Input, InputError, type Mismatch, type Report } from "../report.ts";
import { near } from "./closeness.ts";

const TOLERANCE = { relative: 1e-12 };

/** Runs the cases of a folder: `X.workspace.json` beside `X/config/example.xml`. */
export async function xml({ path, wanted }: Input, report: Report): Promise<void> {
  if (!existsSync(path)) throw new InputError(`no folder ${path}`);
  for (const file of readdirSync(path).sort()) {
    const id = file.replace(/\.workspace\.json$/, "");
    if (id === file || !wanted(id)) continue;
    try {
      const want: unknown = JSON.parse(readFileSync(join(path, file), "utf8"));
      const got = await readXml(join("config", "example.xml"), filesIn(join(path, id)));
      const mismatch = difference(want, got, "");
      report.add(id, mismatch === undefined ? { kind: "passed" } : { kind: "failed", ...mismatch });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report.add(id, { kind: "failed", what: "error", expected: "none", got: message });
    }
  }
}

/** Files of a folder. */
function filesIn(root: string): XmlFiles {
  const at = (name: string): string => (isAbsolute(name) ? name : join(root, name));
  return {
    text: async (name) => readFileSync(at(name), "utf8"),
    root: (name) => openRoot(at(name)),
  };
}

/** The first place in which two JSON values differ, numbers by more than rounding. */
export function difference(want: unknown, got: unknown, path: string): Mismatch | undefined {
  if (typeof want === "number" && typeof got === "number") {
    return near(want, got, TOLERANCE) ? undefined : { what: path, expected: want, got };
  }
  if (typeof want !== "object" || want === null || typeof got !== "object" || got === null) {
    return want === got ? undefined : { what: path, expected: want, got };
  }
  const [a, b] = [want as Record<string, unknown>, got as Record<string, unknown>];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (Array.isArray(want) !== Array.isArray(got)) return { what: path, expected: want, got };
  for (const key of keys) {
    const found = difference(a[key], b[key], `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
