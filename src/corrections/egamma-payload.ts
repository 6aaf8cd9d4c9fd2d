import { NotFoundError } from "../errors.ts";
import { demoEgamma } from "./demo-egamma.ts";
import { type PayloadFunction, reads } from "./payload-function.ts";
import { type PayloadInputs, ToolPayload, type ToolPayloadInput } from "./tool-payload.ts";

/** Corrections of electrons' energies. */
export interface EgammaPayload {
  /** alpha: energies of data are divided by 1 + alpha. */
  readonly scale: PayloadFunction;
  /** The constant term that simulation lacks. */
  readonly constantTerm: PayloadFunction;
  /** The simulation's resolution, where it is not ATLAS's public one. */
  readonly sampling: PayloadFunction | undefined;
  readonly noise: PayloadFunction | undefined;
  readonly constant: PayloadFunction | undefined;
  /** Relative shifts of simulated energies, by systematic. */
  readonly scaleShifts: ReadonlyMap<string, PayloadFunction>;
  /** Shifts of the constant term, by systematic. */
  readonly resolutionShifts: ReadonlyMap<string, PayloadFunction>;
  /** Whether what data need, and what simulation needs, depends on the run. */
  readonly ofRuns: { readonly data: boolean; readonly simulation: boolean };
}

/** Models that come with the package. */
const bundled: Readonly<Record<string, object>> = { demo_v1: demoEgamma };

/** One nuisance parameter for each of scale and resolution. */
const single: ReadonlySet<string> = new Set(["EG_SCALE_ALL", "EG_SCALE_AF2", "EG_RESOLUTION_ALL"]);

/** How systematics are grouped. */
export const decorrelationModels = ["1NP_v1", "FULL_v1"] as const;
export type DecorrelationModel = (typeof decorrelationModels)[number];

/** What the corrections may depend on: of the cluster |eta|, eta, phi; pt and energy before, in MeV; the run. */
export const egammaQuantities = ["abs_eta", "eta", "phi", "pt", "energy", "run"] as const;

/**
 * The functions of a payload: corrections `scale` and `constant_term`, one named for each systematic
 * (`EG_SCALE_…`, `EG_RESOLUTION_…`), and, where the resolution of the simulation is not ATLAS's public one,
 * `mc_sampling`, `mc_noise` (over cosh(eta)), `mc_constant`.
 *
 * @param model  name of a bundled one, where no payload is given
 * @throws CorrectionError, NotFoundError, naming the property
 */
export async function egammaPayload(
  tool: string,
  model: string,
  given: ToolPayloadInput | undefined,
  inputs: PayloadInputs,
  decorrelation: DecorrelationModel,
  fastSim: boolean,
): Promise<EgammaPayload> {
  const payload = await ToolPayload.read(tool, given ?? bundledModel(tool, model));
  payload.checkInputs(inputs);
  const ofRuns = { data: false, simulation: false };
  const need = (name: string): PayloadFunction => {
    const of = payload.function(name, egammaQuantities, inputs);
    if (reads(of, "run")) ofRuns[name === "scale" ? "data" : "simulation"] = true;
    return of;
  };
  const maybe = (name: string): PayloadFunction | undefined =>
    payload.has(name) ? need(name) : undefined;
  const shifts = (prefix: string): Map<string, PayloadFunction> => {
    const kept = payload.names.filter((name) => {
      if (!name.startsWith(prefix)) return false;
      if (name === "EG_SCALE_AF2") return fastSim;
      return single.has(name) === (decorrelation === "1NP_v1");
    });
    return new Map(kept.map((name) => [name, need(name)]));
  };
  const read = {
    scale: need("scale"),
    constantTerm: need("constant_term"),
    sampling: maybe("mc_sampling"),
    noise: maybe("mc_noise"),
    constant: maybe("mc_constant"),
    scaleShifts: shifts("EG_SCALE_"),
    resolutionShifts: shifts("EG_RESOLUTION_"),
  };
  return { ...read, ofRuns };
}

function bundledModel(tool: string, model: string): object {
  if (Object.hasOwn(bundled, model)) return bundled[model];
  const note = '; give the property "payload" for a model of your own';
  const where = `the models that come with ${tool}`;
  throw new NotFoundError("ESModel", model, Object.keys(bundled), where, note);
}
