import { NotFoundError, UsageError } from "../errors.ts";
import type { ModifierType, WorkspaceSpec } from "./spec.ts";

/** Names of what to leave out of a workspace. */
export interface Pruning {
  readonly modifiers?: readonly string[];
  readonly modifierTypes?: readonly ModifierType[];
  readonly samples?: readonly string[];
  readonly channels?: readonly string[];
  readonly measurements?: readonly string[];
}

/** New names by old names. */
export interface Renaming {
  readonly modifiers?: Readonly<Record<string, string>>;
  readonly samples?: Readonly<Record<string, string>>;
  readonly channels?: Readonly<Record<string, string>>;
  readonly measurements?: Readonly<Record<string, string>>;
}

/**
 * A workspace without some of its parts.
 * @throws NotFoundError on a name that is not there, with the nearest one
 * @see pyhf.Workspace.prune
 */
export function pruned(spec: WorkspaceSpec, pruning: Pruning): WorkspaceSpec {
  const { modifiers = [], modifierTypes = [], samples = [], channels = [] } = pruning;
  const { measurements = [] } = pruning;
  const names = namesIn(spec);
  expectKnown("modifier type", modifierTypes, names.types);
  expectKnown("modifier", modifiers, names.modifiers);
  expectKnown("sample", samples, names.samples);
  expectKnown("channel", channels, names.channels);
  expectKnown("measurement", measurements, names.measurements);
  return {
    channels: spec.channels
      .filter(({ name }) => !channels.includes(name))
      .map((channel) => ({
        ...channel,
        samples: channel.samples
          .filter(({ name }) => !samples.includes(name))
          .map((sample) => ({
            ...sample,
            modifiers: sample.modifiers.filter(
              ({ name, type }) => !modifiers.includes(name) && !modifierTypes.includes(type),
            ),
          })),
      })),
    measurements: spec.measurements
      .filter(({ name }) => !measurements.includes(name))
      .map(({ name, config }) => ({
        name,
        config: {
          ...config,
          parameters: config.parameters.filter((parameter) => !modifiers.includes(parameter.name)),
        },
      })),
    observations: spec.observations.filter(({ name }) => !channels.includes(name)),
    version: spec.version,
  };
}

/**
 * A workspace with other names.
 * @throws NotFoundError on a name that is not there, with the nearest one; UsageError where channels,
 *   measurements, or samples of a channel would have the same name
 * @see pyhf.Workspace.rename
 */
export function renamed(spec: WorkspaceSpec, renaming: Renaming): WorkspaceSpec {
  const { modifiers = {}, samples = {}, channels = {}, measurements = {} } = renaming;
  const names = namesIn(spec);
  expectKnown("modifier", Object.keys(modifiers), names.modifiers);
  expectKnown("sample", Object.keys(samples), names.samples);
  expectKnown("channel", Object.keys(channels), names.channels);
  expectKnown("measurement", Object.keys(measurements), names.measurements);
  const by =
    (table: Readonly<Record<string, string>>) =>
    <T extends { readonly name: string }>(item: T): T => ({
      ...item,
      name: Object.hasOwn(table, item.name) ? table[item.name] : item.name,
    });
  expectDistinct("channels", spec.channels, by(channels));
  expectDistinct("measurements", spec.measurements, by(measurements));
  for (const channel of spec.channels) {
    expectDistinct(`samples of channel "${channel.name}"`, channel.samples, by(samples));
  }
  return {
    channels: spec.channels.map((channel) => ({
      ...by(channels)(channel),
      samples: channel.samples.map((sample) => ({
        ...by(samples)(sample),
        modifiers: sample.modifiers.map(by(modifiers)),
      })),
    })),
    measurements: spec.measurements.map((measurement) => ({
      ...by(measurements)(measurement),
      config: {
        parameters: measurement.config.parameters.map(by(modifiers)),
        poi: by(modifiers)({ name: measurement.config.poi }).name,
      },
    })),
    observations: spec.observations.map(by(channels)),
    version: spec.version,
  };
}

/**
 * A workspace with everything in alphabetical order.
 * @see pyhf.Workspace.sorted
 */
export function sortedSpec(spec: WorkspaceSpec): WorkspaceSpec {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
    items.toSorted((a, b) => order(a.name, b.name));
  return {
    ...spec,
    channels: byName(spec.channels).map((channel) => ({
      ...channel,
      samples: byName(channel.samples).map((sample) => ({
        ...sample,
        modifiers: sample.modifiers.toSorted(
          (a, b) => order(a.name, b.name) || order(a.type, b.type),
        ),
      })),
    })),
    measurements: byName(spec.measurements).map((measurement) => ({
      ...measurement,
      config: { ...measurement.config, parameters: byName(measurement.config.parameters) },
    })),
    observations: byName(spec.observations),
  };
}

function namesIn({
  channels,
  measurements,
}: WorkspaceSpec): Record<
  "channels" | "samples" | "modifiers" | "types" | "measurements",
  Set<string>
> {
  const samples = channels.flatMap((channel) => channel.samples);
  const modifiers = samples.flatMap((sample) => sample.modifiers);
  return {
    channels: new Set(channels.map(({ name }) => name)),
    samples: new Set(samples.map(({ name }) => name)),
    modifiers: new Set(modifiers.map(({ name }) => name)),
    types: new Set(modifiers.map(({ type }) => type)),
    measurements: new Set(measurements.map(({ name }) => name)),
  };
}

function expectDistinct<T extends { readonly name: string }>(
  what: string,
  items: readonly T[],
  by: (item: T) => T,
): void {
  const seen = new Map<string, string>();
  for (const item of items) {
    const { name } = by(item);
    const other = seen.get(name);
    if (other !== undefined && other !== item.name) {
      throw new UsageError(`${what}: "${other}" and "${item.name}" would both be named "${name}"`);
    }
    seen.set(name, item.name);
  }
}

function expectKnown(what: string, asked: readonly string[], known: ReadonlySet<string>): void {
  for (const name of asked) {
    if (!known.has(name)) throw new NotFoundError(what, name, known, "the workspace");
  }
}
