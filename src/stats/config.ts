import { ModelError, NotFoundError } from "../errors.ts";
import type { ParameterSet } from "./parameters.ts";
import { byName, parameterSets } from "./requirements.ts";
import type { Channel, ModelSpec, ModifierType } from "./spec.ts";

/** How modifiers interpolate between their variations. */
export interface ModifierSettings {
  /** Of normalisations: 6th-order polynomial (code 4, the default), or exponential (code 1). */
  readonly normsys?: { readonly interpcode: "code1" | "code4" };
  /** Of shapes: 6th-order polynomial (code 4p, the default), linear (0), or quadratic (2). */
  readonly histosys?: { readonly interpcode: "code0" | "code2" | "code4p" };
}

/**
 * What a model is made of: names, order and settings of its channels, samples and parameters.
 * @see pyhf.pdf._ModelConfig
 */
export class ModelConfig {
  /** Channels in alphabetical order, with their samples so. */
  readonly sortedChannels: readonly Channel[];
  readonly parameterSets: readonly ParameterSet[];
  readonly modifierSettings: Required<ModifierSettings>;
  readonly #slices = new Map<string, readonly [number, number]>();
  #poi: string | undefined;

  /** @throws ModelError on a specification that contradicts itself */
  constructor(spec: ModelSpec, settings: Required<ModifierSettings>, poiName: string | null) {
    checkBins(spec.channels);
    this.sortedChannels = [...spec.channels]
      .sort(byName)
      .map((channel) => ({ ...channel, samples: [...channel.samples].sort(byName) }));
    this.modifierSettings = settings;
    this.parameterSets = parameterSets(spec.channels, spec.parameters ?? []);
    let at = 0;
    for (const { name, inits } of this.parameterSets) {
      this.#slices.set(name, [at, at + inits.length]);
      at += inits.length;
    }
    this.setPoi(poiName);
  }

  get channels(): readonly string[] {
    return this.sortedChannels.map(({ name }) => name);
  }

  /** Bins of each channel. */
  get channelNbins(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      this.sortedChannels.map(({ name, samples }) => [name, samples[0].data.length]),
    );
  }

  /** Names of the samples of any channel, in alphabetical order. */
  get samples(): readonly string[] {
    const names = new Set(this.sortedChannels.flatMap(({ samples }) => samples.map((s) => s.name)));
    return [...names].sort();
  }

  /** Names and types of the modifiers, in alphabetical order. */
  get modifiers(): readonly (readonly [string, ModifierType])[] {
    const pairs = new Map<string, readonly [string, ModifierType]>();
    for (const { samples } of this.sortedChannels) {
      for (const { modifiers } of samples) {
        for (const { name, type } of modifiers)
          pairs.set(JSON.stringify([name, type]), [name, type]);
      }
    }
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return [...pairs.values()].sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]));
  }

  /** Names of the sets of parameters, in the order of the parameters. */
  get parOrder(): readonly string[] {
    return this.parameterSets.map(({ name }) => name);
  }

  /** Name of each parameter: `mu`, `gamma[0]`, `gamma[1]` … */
  get parNames(): readonly string[] {
    return this.parameterSets.flatMap(({ name, scalar, inits }) =>
      scalar ? [name] : inits.map((_, i) => `${name}[${i}]`),
    );
  }

  /** Number of parameters. */
  get npars(): number {
    return this.parameterSets.reduce((sum, { inits }) => sum + inits.length, 0);
  }

  get poiName(): string | undefined {
    return this.#poi;
  }

  /** Position of the parameter of interest. */
  get poiIndex(): number | undefined {
    return this.#poi === undefined ? undefined : this.parSlice(this.#poi)[0];
  }

  /**
   * Chooses the parameter of interest, or none.
   * @throws ModelError when there is no such parameter, or it has several components
   */
  setPoi(name: string | null): void {
    if (name === null || name === "") {
      this.#poi = undefined;
      return;
    }
    const set = this.parameterSets.find((one) => one.name === name);
    if (set === undefined) {
      const { message } = new NotFoundError("parameter", name, this.parOrder, "the model");
      throw new ModelError("", `the parameter of interest cannot be fitted: ${message}`);
    }
    if (set.inits.length > 1) {
      throw new ModelError(
        "",
        `parameter "${name}" has ${set.inits.length} components: it cannot be the parameter of interest`,
      );
    }
    this.#poi = name;
  }

  suggestedInit(): number[] {
    return this.parameterSets.flatMap(({ inits }) => inits);
  }

  suggestedBounds(): (readonly [number, number])[] {
    return this.parameterSets.flatMap(({ bounds }) => bounds);
  }

  suggestedFixed(): boolean[] {
    return this.parameterSets.flatMap(({ fixed }) => fixed);
  }

  /**
   * First position and the one behind the last of a set of parameters.
   * @throws NotFoundError with the nearest name
   */
  parSlice(name: string): readonly [number, number] {
    const slice = this.#slices.get(name);
    if (slice === undefined) throw new NotFoundError("parameter", name, this.parOrder, "the model");
    return slice;
  }

  /** @throws NotFoundError with the nearest name */
  paramSet(name: string): ParameterSet {
    const set = this.parameterSets.find((one) => one.name === name);
    if (set === undefined) throw new NotFoundError("parameter", name, this.parOrder, "the model");
    return set;
  }

  /** Bins of all channels. */
  get nmaindata(): number {
    return this.sortedChannels.reduce((sum, { samples }) => sum + samples[0].data.length, 0);
  }

  /** Names of the constrained sets, in the order of their auxiliary data. */
  get auxdataOrder(): readonly string[] {
    return this.parameterSets
      .filter(({ constraint }) => constraint !== undefined)
      .map(({ name }) => name);
  }

  /** Auxiliary data as they were measured. */
  get auxdata(): number[] {
    return this.parameterSets.flatMap(({ constraint }) => constraint?.auxdata ?? []);
  }

  get nauxdata(): number {
    return this.auxdata.length;
  }
}

/** @throws ModelError on names used twice, and on lengths that differ within a channel */
function checkBins(channels: readonly Channel[]): void {
  const seen = new Set<string>();
  channels.forEach(({ name, samples }, c) => {
    const path = `channels[${c}]`;
    if (seen.has(name)) throw new ModelError(path, `a second channel is called "${name}"`);
    seen.add(name);
    const n = samples[0].data.length;
    const here = new Set<string>();
    samples.forEach((sample, s) => {
      const at = `${path}.samples[${s}]`;
      if (here.has(sample.name)) {
        throw new ModelError(at, `a second sample of channel "${name}" is called "${sample.name}"`);
      }
      here.add(sample.name);
      if (sample.data.length !== n) {
        throw new ModelError(
          `${at}.data`,
          `sample "${sample.name}" has ${sample.data.length} bins, ` +
            `"${samples[0].name}" of the same channel "${name}" has ${n}`,
        );
      }
      sample.modifiers.forEach((modifier, m) => {
        for (const [key, data] of arraysOf(modifier.data)) {
          if (data.length !== n) {
            throw new ModelError(
              `${at}.modifiers[${m}].data${key}`,
              `${modifier.type} "${modifier.name}" has ${data.length} bins, ` +
                `its sample "${sample.name}" in channel "${name}" has ${n}`,
            );
          }
        }
      });
    });
  });
}

function arraysOf(data: unknown): [string, readonly number[]][] {
  if (Array.isArray(data)) return [["", data]];
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data)
    .filter((entry): entry is [string, number[]] => Array.isArray(entry[1]))
    .map(([key, value]) => [`.${key}`, value]);
}
