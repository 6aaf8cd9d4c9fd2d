/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptionNames } from "../array/option-names.ts";
import { ModelError, ShapeError } from "../errors.ts";
import { exp } from "../math/elementary.ts";
import type { Column } from "../wasm/column.ts";
import type { ColumnHolder } from "../wasm/scope.ts";
import { compile } from "./compile.ts";
import { ModelConfig, type ModifierSettings } from "./config.ts";
import { Engine } from "./engine.ts";
import { constraintConstant, Likelihood, mainConstant } from "./likelihood.ts";
import { checkModelSpec } from "./schema.ts";
import type { ModelSpec } from "./spec.ts";

/** How a specification becomes a model. */
export interface ModelOptions {
  /** Parameter of interest; `null` for none. */
  readonly poiName?: string | null;
  readonly modifierSettings?: ModifierSettings;
  /** Yields of a sample in a bin are at least this. */
  readonly clipSampleData?: number | null;
  /** Yields of a bin are at least this. */
  readonly clipBinData?: number | null;
  /** Check the specification against the schema first. */
  readonly validate?: boolean;
}

/** Names of {@link ModelOptions}. */
export const MODEL_OPTIONS: readonly (keyof ModelOptions)[] = [
  "poiName",
  "modifierSettings",
  "clipSampleData",
  "clipBinData",
  "validate",
];

/** Parameter values, or data, in the model's order. */
export type Values = ArrayLike<number>;

/**
 * A HistFactory model: expected yields and the likelihood as functions of its parameters, with
 * analytic derivatives, compiled to flat tables for the kernels.
 * @see pyhf.pdf.Model
 */
export class Model implements ColumnHolder {
  readonly spec: ModelSpec;
  /** As given: what makes the same model again, in another thread. */
  readonly options: ModelOptions;
  readonly config: ModelConfig;
  readonly #engine: Engine;

  /**
   * @param spec  channels, and what a measurement says of parameters
   * @throws ModelError with the place in the specification; NotFoundError on an option that does not exist
   */
  constructor(spec: ModelSpec, options: ModelOptions = {}) {
    checkOptionNames(options, MODEL_OPTIONS, "Model(spec, options)");
    const { poiName = "mu", clipSampleData, clipBinData, validate = true } = options;
    if (validate) checkModelSpec(spec);
    this.spec = spec;
    this.options = options;
    this.config = new ModelConfig(spec, settingsOf(options.modifierSettings), poiName);
    const clips = { sample: clipSampleData ?? Number.NaN, bin: clipBinData ?? Number.NaN };
    this.#engine = new Engine(compile(this.config), this.config.parameterSets, clips);
  }

  /**
   * Expected main data, then expected auxiliary data.
   *
   * @param pars  one value a parameter
   * @see pyhf.pdf.Model.expected_data
   */
  expectedData(pars: Values, options: { includeAuxdata?: boolean } = {}): Float64Array {
    const main = this.#engine.yields(this.#checkPars(pars));
    if (options.includeAuxdata === false) return main;
    return Float64Array.from([...main, ...this.expectedAuxdata(pars)]);
  }

  /** Expected auxiliary data: the parameter, times the rate factor of a Poisson constraint. */
  expectedAuxdata(pars: Values): Float64Array {
    this.#checkPars(pars);
    const out: number[] = [];
    let at = 0;
    for (const { inits, constraint } of this.config.parameterSets) {
      inits.forEach((_, i) => {
        const x = pars[at + i];
        if (constraint?.kind === "normal") out.push(x);
        if (constraint?.kind === "poisson") out.push(x * constraint.factors[i]);
      });
      at += inits.length;
    }
    return Float64Array.from(out);
  }

  /**
   * Expected yields by channel and sample: `yields.get("SR")?.get("signal")`, one number a bin.
   */
  expectedBySample(pars: Values): Map<string, Map<string, Float64Array>> {
    const terms = this.#engine.termYields(this.#checkPars(pars));
    let at = 0;
    return new Map(
      this.#engine.compiled.channels.map(({ name, samples }) => [
        name,
        new Map(samples.map((sample) => [sample, terms[at++]])),
      ]),
    );
  }

  /** log of the probability of all data: NaN where a yield is negative. */
  logpdf(pars: Values, data: Values): number {
    return this.mainLogpdf(pars, data) + this.constraintLogpdf(pars, data);
  }

  /** Of the bins alone. */
  mainLogpdf(pars: Values, data: Values): number {
    const { main, auxiliary } = this.#split(data);
    const placed = this.#engine.place(main, auxiliary);
    const nll = this.#engine.mainNll(this.#checkPars(pars), placed);
    placed.main.dispose();
    placed.auxiliary.dispose();
    return -(nll + mainConstant(main));
  }

  /** Of the auxiliary data alone. */
  constraintLogpdf(pars: Values, data: Values): number {
    const { main, auxiliary } = this.#split(data);
    const placed = this.#engine.place(main, auxiliary);
    const nll = this.#engine.constraintNll(this.#checkPars(pars), placed);
    placed.main.dispose();
    placed.auxiliary.dispose();
    return -(nll + constraintConstant(this.config.parameterSets, auxiliary));
  }

  /** The probability density of all data. */
  pdf(pars: Values, data: Values): number {
    return exp(this.logpdf(pars, data));
  }

  /**
   * -2 log L of given data, to be minimised or evaluated with its derivatives.
   *
   * @param data  main, then auxiliary data
   * @param options  `constants: false` leaves out what does not depend on parameters
   * @throws ShapeError on data of the wrong length
   */
  likelihood(data: Values, options: { constants?: boolean } = {}): Likelihood {
    const { main, auxiliary } = this.#split(data);
    const placed = this.#engine.place(main, auxiliary);
    const constant =
      options.constants === false
        ? 0
        : mainConstant(main) + constraintConstant(this.config.parameterSets, auxiliary);
    return new Likelihood(this.#engine, placed, constant);
  }

  heldColumns(): Iterable<Column> {
    return this.#engine.heldColumns();
  }

  /** Frees the tables; the model cannot be evaluated any more. */
  dispose(): void {
    for (const column of this.#engine.heldColumns()) column.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #checkPars(pars: Values): Values {
    if (pars.length !== this.config.npars) {
      throw new ShapeError(
        `the model has ${this.config.npars} parameters, ${pars.length} values were given`,
        this.config.npars,
        pars.length,
      );
    }
    return pars;
  }

  #split(data: Values): { main: Float64Array; auxiliary: Float64Array } {
    const { nmaindata, nauxdata } = this.config;
    if (data.length !== nmaindata + nauxdata) {
      const hint =
        data.length === nmaindata ? ": the auxiliary data are missing (config.auxdata)" : "";
      throw new ShapeError(
        `the model has ${nmaindata} bins and ${nauxdata} auxiliary data, ` +
          `${data.length} numbers were given${hint}`,
        nmaindata + nauxdata,
        data.length,
      );
    }
    const all = Float64Array.from(data);
    return { main: all.slice(0, nmaindata), auxiliary: all.slice(nmaindata) };
  }
}

/** pyhf's meaning: settings that are given but leave a type out mean its older default. */
function settingsOf(settings: ModifierSettings | undefined): Required<ModifierSettings> {
  if (settings === undefined) {
    return { normsys: { interpcode: "code4" }, histosys: { interpcode: "code4p" } };
  }
  const { normsys = { interpcode: "code1" }, histosys = { interpcode: "code0" } } = settings;
  if (!["code1", "code4"].includes(normsys.interpcode)) {
    throw new ModelError("", `normsys interpolates by code1 or code4, not ${normsys.interpcode}`);
  }
  if (!["code0", "code2", "code4p"].includes(histosys.interpcode)) {
    throw new ModelError("", `histosys: code0, code2 or code4p, not ${histosys.interpcode}`);
  }
  return { normsys, histosys };
}
