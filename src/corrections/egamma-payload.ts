import { FormatError, NotFoundError, UsageError } from "../errors.ts";
import { demoEgamma } from "./demo-egamma.ts";
import { type ElectronResolution, publicResolution } from "./egamma-resolution.ts";
import { type EtaTable, etaTable } from "./eta-table.ts";

/** Corrections of electrons' energies, by |eta| of the cluster. */
export interface EgammaPayload {
  /** alpha: energies of data are divided by 1 + alpha. */
  readonly scale: EtaTable;
  /** The constant term that simulation lacks. */
  readonly constantTerm: EtaTable;
  readonly resolution: ElectronResolution;
  /** Relative shifts of simulated energies, by systematic. */
  readonly scaleShifts: ReadonlyMap<string, EtaTable>;
  /** Shifts of the constant term, by systematic. */
  readonly resolutionShifts: ReadonlyMap<string, EtaTable>;
}

/** Models that come with the package. */
const bundled: Readonly<Record<string, object>> = { demo_v1: demoEgamma };

/** One nuisance parameter for each of scale and resolution. */
const single: ReadonlySet<string> = new Set(["EG_SCALE_ALL", "EG_SCALE_AF2", "EG_RESOLUTION_ALL"]);

/** How systematics are grouped. */
export const decorrelationModels = ["1NP_v1", "FULL_v1"] as const;
export type DecorrelationModel = (typeof decorrelationModels)[number];

/**
 * The tables of a payload in correctionlib's schema: corrections `scale` and `constant_term`, one named
 * for each systematic (`EG_SCALE_…`, `EG_RESOLUTION_…`), and, where the resolution of the simulation is
 * not ATLAS's public one, `mc_sampling`, `mc_noise`, `mc_constant`. Inputs: |eta| of the cluster.
 *
 * @param model  name of a bundled one, where no payload is given
 * @param payload  parsed, or as text
 * @throws FormatError, UsageError, NotFoundError
 */
export function egammaPayload(
  tool: string,
  model: string,
  payload: object | string | undefined,
  decorrelation: DecorrelationModel,
  fastSim: boolean,
): EgammaPayload {
  const tables = tablesOf(payload ?? bundledModel(tool, model));
  const need = (name: string): EtaTable => {
    const table = tables.get(name);
    if (table === undefined)
      throw new NotFoundError("correction", name, tables.keys(), `the payload of ${tool}`);
    return table;
  };
  const known = publicResolution();
  const shifts = (prefix: string): Map<string, EtaTable> => {
    const kept = [...tables].filter(([name]) => {
      if (!name.startsWith(prefix)) return false;
      if (name === "EG_SCALE_AF2") return fastSim;
      return single.has(name) === (decorrelation === "1NP_v1");
    });
    return new Map(kept);
  };
  return {
    scale: need("scale"),
    constantTerm: need("constant_term"),
    resolution: {
      sampling: tables.get("mc_sampling") ?? known.sampling,
      noise: tables.get("mc_noise") ?? known.noise,
      constant: tables.get("mc_constant") ?? known.constant,
    },
    scaleShifts: shifts("EG_SCALE_"),
    resolutionShifts: shifts("EG_RESOLUTION_"),
  };
}

function bundledModel(tool: string, model: string): object {
  if (Object.hasOwn(bundled, model)) return bundled[model];
  const note = '; give the property "payload" for a model of your own';
  const where = `the models that come with ${tool}`;
  throw new NotFoundError("ESModel", model, Object.keys(bundled), where, note);
}

function tablesOf(payload: object | string): Map<string, EtaTable> {
  const parsed: unknown = typeof payload === "string" ? parse(payload) : payload;
  const { schema_version: version, corrections } = parsed as Record<string, unknown>;
  if (version !== 2) throw new FormatError(`payload: schema_version is ${version}, not 2`);
  if (!Array.isArray(corrections)) throw new FormatError("payload: corrections must be a list");
  const tables = new Map<string, EtaTable>();
  corrections.forEach((correction: unknown, i) => {
    const where = `payload: corrections[${i}]`;
    const { name } = (correction ?? {}) as { readonly name?: unknown };
    if (typeof name !== "string") throw new FormatError(`${where} has no name`);
    if (tables.has(name)) throw new FormatError(`${where}: a second correction "${name}"`);
    tables.set(name, etaTable(correction, where));
  });
  return tables;
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (cause) {
    throw new UsageError(`property "payload" is not JSON: ${(cause as Error).message}`);
  }
}
