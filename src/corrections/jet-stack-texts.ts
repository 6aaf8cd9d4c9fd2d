import { FormatError, UsageError } from "../errors.ts";
import { checkText } from "./check-text.ts";
import type { Correction } from "./correction.ts";
import { readJecText, readJersfText, readJuncText } from "./jec-text.ts";
import type { JetStack } from "./jet-stack.ts";

/** A file of a level. */
interface Level {
  readonly path: string;
  readonly order: number;
  readonly origin: Origin;
  readonly correction: Correction;
}

/** Where a file's corrections come from, and what for, as its name says. */
interface Origin {
  readonly campaign: string;
  readonly "data era": string;
  /** "MC" or "DATA". */
  readonly kind: string;
  readonly level: string;
  readonly jets: string;
}

/**
 * The jet corrections of some text files, sorted by their names as CMS gives them:
 * `Summer22_…_L1FastJet_AK4PFPuppi.jec.txt`, `…_PtResolution_….jr.txt`, `…_SF_….jersf.txt`,
 * `…_Uncertainty_….junc.txt`. Levels are applied in ascending order; all are of one campaign, one data era,
 * of simulation or of data, and of one kind of jets.
 *
 * @param texts  by file name
 * @throws UsageError for a name that says nothing, for levels that do not belong together, and for a second
 *   file of a level, or a second resolution; FormatError naming the file and the line
 * @see coffea.jetmet_tools.JECStack, FactorizedJetCorrector
 */
export function jetStackOfTexts(texts: Readonly<Record<string, string>>): JetStack {
  if (typeof texts !== "object" || texts === null || Symbol.iterator in texts) {
    throw new UsageError("jetStackOfTexts takes texts by their file names: { [fileName]: text }");
  }
  const levels: Level[] = [];
  const junc: Record<string, Correction> = {};
  let jer: Correction | undefined;
  let jersf: Correction | undefined;
  for (const [path, text] of Object.entries(texts)) {
    checkText(text, `jetStackOfTexts: ${path}`);
    const name = (path.split("/").at(-1) as string).split(".")[0];
    const origin = originOf(name);
    if (name.includes("Uncertainty")) {
      for (const [source, one] of Object.entries(inFile(path, () => readJuncText(text)))) {
        if (source in junc) throw new UsageError(`${path}: there is a source "${source}" already`);
        junc[source] = one;
      }
    } else if (name.split("_").includes("SF")) {
      if (jersf !== undefined)
        throw new UsageError(`${path}: there are factors on a resolution already`);
      jersf = inFile(path, () => readJersfText(text, { name }));
    } else if (name.includes("Resolution")) {
      if (jer !== undefined) throw new UsageError(`${path}: there is a resolution already`);
      jer = inFile(path, () => readJecText(text, { name }));
    } else if (origin !== undefined) {
      const correction = inFile(path, () => readJecText(text, { name }));
      levels.push({ path, origin, order: orderOf(origin.level), correction });
    } else {
      throw new UsageError(
        `${path}: its name says no level (L1FastJet …), Resolution, SF or Uncertainty, as CMS's do`,
      );
    }
  }
  checkTogether(levels);
  const jec = levels.sort((a, b) => a.order - b.order).map((one) => one.correction);
  return {
    jec,
    junc,
    ...(jer === undefined ? {} : { jer }),
    ...(jersf === undefined ? {} : { jersf }),
  };
}

/** Errors of a text name its file. */
function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${path}, ${error.message}`, { path, cause: error });
  }
}

/**
 * What a name says, `campaign_era_…_kind_level_jets`; undefined where it says no level. What a short name
 * leaves out is empty.
 */
function originOf(name: string): Origin | undefined {
  const parts = name.split("_");
  // The last one: a version of a campaign may be called L1fix.
  const at = parts.findLastIndex((part) => /^L[1-7]/.test(part));
  if (at < 0) return undefined;
  const before = parts.slice(0, at);
  return {
    campaign: before[0] ?? "",
    "data era": before.length > 2 ? before[1] : "",
    kind: before.length > 1 ? (before.at(-1) as string) : "",
    level: parts[at],
    jets: parts.slice(at + 1).join("_"),
  };
}

/** @throws UsageError naming two files that do not */
function checkTogether(levels: readonly Level[]): void {
  for (const [i, { path, origin }] of levels.entries()) {
    for (const before of levels.slice(0, i)) {
      for (const part of ["campaign", "data era", "kind", "jets"] as const) {
        const [one, other] = [origin[part], before.origin[part]];
        if (one === other) continue;
        throw new UsageError(
          `${path} is mixed with ${before.path}: the ${part} of one is "${one}", of the other "${other}"`,
        );
      }
      if (origin.level === before.origin.level) {
        throw new UsageError(`${path}: there is a file of ${origin.level} already, ${before.path}`);
      }
    }
  }
}

const LEVELS = ["L1", "L2", "L3", "L2L3", "L4", "L5", "L6", "L7"];

/** @see coffea.jetmet_tools.FactorizedJetCorrector, _level_order */
function orderOf(level: string): number {
  return LEVELS.indexOf(/^(?:L[1-7])+/.exec(level)?.[0] ?? "");
}
