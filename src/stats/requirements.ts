import { ModelError } from "../errors.ts";
import { type ParameterSet, parameterSet, type Requirement } from "./parameters.ts";
import type { Channel, Modifier, ModifierType, ParameterSpec, Sample } from "./spec.ts";

/** The order in which pyhf asks the types of modifiers for their parameters. */
const TYPES: readonly ModifierType[] = [
  "histosys",
  "lumi",
  "normfactor",
  "normsys",
  "shapefactor",
  "shapesys",
  "staterror",
];

/** Bounds of parameters that scale bins with a constraint; pyhf keeps them off zero. */
const GAMMA_BOUNDS: readonly [number, number] = [1e-10, 10];

/** One modifier of one sample in one channel. */
interface Use {
  readonly channel: Channel;
  readonly sample: Sample;
  readonly modifier: Modifier;
  readonly path: string;
}

/** Text in the order of Python's `sorted`. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * The parameters of a model, in pyhf's order.
 *
 * @param channels  as they stand in the specification
 * @throws ModelError on modifiers that contradict each other, on none at all, and on settings that
 *   do not fit
 */
export function parameterSets(
  channels: readonly Channel[],
  user: readonly ParameterSpec[],
): ParameterSet[] {
  const settings = new Map<string, ParameterSpec>();
  for (const spec of user) {
    if (settings.has(spec.name)) {
      throw new ModelError("", `parameter "${spec.name}" is configured twice in the measurement`);
    }
    settings.set(spec.name, spec);
  }
  const required = new Map<string, Requirement[]>();
  const uses = usesOf(channels);
  for (const type of TYPES) {
    const names = new Map<string, Use[]>();
    for (const use of uses) {
      if (use.modifier.type !== type) continue;
      const { name } = use.modifier;
      const list = names.get(name);
      if (list === undefined) names.set(name, [use]);
      else if (type !== "shapesys") list.push(use);
      else throw new ModelError(use.path, twice(name, list[0]));
    }
    // Factors from statistics are asked for by name, all others as they are met.
    const order = [...names.keys()];
    if (type === "staterror") order.sort();
    for (const name of order) {
      const requirement = requirementOf(type, names.get(name) ?? []);
      const list = required.get(name);
      if (list === undefined) required.set(name, [requirement]);
      else list.push(requirement);
    }
  }
  if (required.size === 0) {
    throw new ModelError("", "the model has no modifiers, so no parameters to fit");
  }
  return [...required].map(([name, list]) => parameterSet(name, list, settings.get(name)));
}

function twice(name: string, other: Use): string {
  return (
    `the shapesys "${name}" is also on sample "${other.sample.name}" of channel ` +
    `"${other.channel.name}": each needs a name of its own`
  );
}

/** All modifiers, channels and samples and names in alphabetical order. */
function usesOf(channels: readonly Channel[]): Use[] {
  const uses: Use[] = [];
  const indexed = channels.map((channel, c) => ({ name: channel.name, channel, c }));
  for (const { channel, c } of indexed.sort(byName)) {
    const samples = channel.samples.map((sample, s) => ({ name: sample.name, sample, s }));
    for (const { sample, s } of samples.sort(byName)) {
      const modifiers = sample.modifiers.map((modifier, m) => ({
        name: modifier.name,
        modifier,
        m,
      }));
      for (const { modifier, m } of modifiers.sort(byName)) {
        const path = `channels[${c}].samples[${s}].modifiers[${m}]`;
        uses.push({ channel, sample, modifier, path });
      }
    }
  }
  return uses;
}

function requirementOf(type: ModifierType, uses: readonly Use[]): Requirement {
  const [{ modifier, sample }] = uses;
  const n = sample.data.length;
  const gammas = { type, scalar: false, inits: Array<number>(n).fill(1) };
  switch (modifier.type) {
    case "histosys":
    case "normsys":
      return {
        type,
        scalar: true,
        n: 1,
        inits: [0],
        bounds: [[-5, 5]],
        fixed: [false],
        constraint: "normal",
        auxdata: [0],
      };
    case "lumi":
      return {
        type,
        scalar: true,
        n: 1,
        inits: undefined,
        bounds: undefined,
        fixed: [false],
        constraint: "normal",
        auxdata: undefined,
        sigmas: undefined,
      };
    case "normfactor":
      return {
        type,
        scalar: true,
        n: 1,
        inits: [1],
        bounds: [[0, 10]],
        fixed: [false],
        constraint: "none",
      };
    case "shapefactor":
      return {
        ...gammas,
        n,
        bounds: sample.data.map(() => [0, 10] as const),
        fixed: sample.data.map(() => false),
        constraint: "none",
      };
    case "shapesys": {
      const valid = sample.data.map((nominal, b) => nominal > 0 && modifier.data[b] > 0);
      const factors = valid.map((use, b) =>
        use ? (sample.data[b] * sample.data[b]) / (modifier.data[b] * modifier.data[b]) : 1,
      );
      return {
        ...gammas,
        n,
        bounds: factors.map(() => GAMMA_BOUNDS),
        fixed: valid.map((use) => !use),
        constraint: "poisson",
        auxdata: factors,
        factors,
      };
    }
    case "staterror":
      return statisticalRequirement(uses);
    default:
      return modifier satisfies never;
  }
}

/**
 * Widths of the factors from limited statistics: of all samples that carry it in a channel together.
 * A bin without uncertainty has a factor that is fixed, and a width of 1 that does not matter.
 */
function statisticalRequirement(uses: readonly Use[]): Requirement {
  const sigmas: number[] = [];
  for (const channel of new Set(uses.map((use) => use.channel))) {
    const here = uses.filter((use) => use.channel === channel);
    for (let b = 0; b < here[0].sample.data.length; b++) {
      let total = 0;
      for (const { sample } of here) total += sample.data[b];
      let square = 0;
      for (const { modifier } of here) {
        const relative = total > 0 ? (modifier.data as readonly number[])[b] / total : 0;
        square += relative * relative;
      }
      sigmas.push(Math.sqrt(square));
    }
  }
  return {
    type: "staterror",
    scalar: false,
    n: sigmas.length,
    inits: sigmas.map(() => 1),
    bounds: sigmas.map(() => GAMMA_BOUNDS),
    fixed: sigmas.map((sigma) => sigma === 0),
    constraint: "normal",
    auxdata: sigmas.map(() => 1),
    sigmas: sigmas.map((sigma) => (sigma === 0 ? 1 : sigma)),
  };
}
