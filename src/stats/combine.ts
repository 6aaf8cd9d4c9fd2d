import { ModelError, UsageError } from "../errors.ts";
import { sameJson } from "./json-value.ts";
import type { Channel, Measurement, ParameterSpec, WorkspaceSpec } from "./spec.ts";

/**
 * How two workspaces become one. `none`: nothing may be in both. `outer`: what is in both must be equal.
 * `left outer`, `right outer`: of what is in both, the left or the right one counts.
 */
export type Join = "none" | "outer" | "left outer" | "right outer";

const JOINS: readonly string[] = ["none", "outer", "left outer", "right outer"];

interface Named {
  readonly name: string;
}

/**
 * One workspace of two.
 *
 * @param mergeChannels  samples of a channel that is in both are put together
 * @throws ModelError on what cannot be joined, UsageError on options that do not fit
 * @see pyhf.Workspace.combine
 */
export function combined(
  left: WorkspaceSpec,
  right: WorkspaceSpec,
  options: { join?: Join; mergeChannels?: boolean } = {},
): WorkspaceSpec {
  const { join = "none", mergeChannels = false } = options;
  if (!JOINS.includes(join)) {
    throw new UsageError(`no join "${join}"; known: ${JOINS.join(", ")}`);
  }
  if (mergeChannels && join === "none") {
    throw new UsageError(`channels are merged by an outer join, not by "${join}"`);
  }
  if (left.version !== right.version) {
    throw new ModelError("version", `versions ${left.version} and ${right.version} do not join`);
  }
  return {
    channels: joined(
      "channels",
      join,
      left.channels,
      right.channels,
      mergeChannels ? mergeSamples : undefined,
    ),
    measurements: joinMeasurements(join, left.measurements, right.measurements),
    observations: joined("observations", join, left.observations, right.observations),
    version: left.version,
  };
}

/** Samples of both channels; those on the right whose name is on the left already are dropped. */
function mergeSamples(left: Channel, right: Channel): Channel {
  return { ...left, samples: joinItems("left outer", left.samples, right.samples) };
}

function joined<T extends Named>(
  what: string,
  join: Join,
  left: readonly T[],
  right: readonly T[],
  merge?: (left: T, right: T) => T,
): T[] {
  const items = joinItems(join, left, right, merge);
  const common = commonNames(left, right);
  if (join === "none" && common.length > 0) {
    throw new ModelError(what, `${list(common)} in both workspaces; try join "outer"`);
  }
  if (join === "outer") {
    const twice = repeated(items);
    if (twice.length > 0) {
      throw new ModelError(
        what,
        `${list(twice)} differ in the workspaces; try join "left outer" or "right outer"`,
      );
    }
  }
  return items;
}

function joinItems<T extends Named>(
  join: Join,
  left: readonly T[],
  right: readonly T[],
  merge?: (left: T, right: T) => T,
): T[] {
  const [primary, secondary] = join === "right outer" ? [right, left] : [left, right];
  const items = [...primary];
  const names = primary.map(({ name }) => name);
  for (const item of secondary) {
    const at = names.indexOf(item.name);
    if (at >= 0 && merge !== undefined) items[at] = merge(items[at], item);
    else if (
      join === "none" ||
      (join === "outer" ? !primary.some((other) => sameJson(other, item)) : at < 0)
    ) {
      items.push(item);
    }
  }
  return items;
}

/** Measurements of one name on both sides are one, with the parameters of both. */
function joinMeasurements(
  join: Join,
  left: readonly Measurement[],
  right: readonly Measurement[],
): Measurement[] {
  if (join !== "outer") return joined("measurements", join, left, right);
  const byName = new Map<string, Measurement[]>();
  for (const item of joinItems(join, left, right)) {
    byName.set(item.name, [...(byName.get(item.name) ?? []), item]);
  }
  return [...byName.values()].map(([first, second]) => {
    if (second === undefined) return first;
    if (first.config.poi !== second.config.poi) {
      throw new ModelError(
        "measurements",
        `"${first.name}" has the parameter of interest ${first.config.poi} and ${second.config.poi}`,
      );
    }
    const parameters: ParameterSpec[] = joinItems(
      "outer",
      first.config.parameters,
      second.config.parameters,
    );
    const twice = repeated(parameters);
    if (twice.length > 0) {
      throw new ModelError(
        "measurements",
        `parameters ${list(twice)} of "${first.name}" are configured differently in the workspaces`,
      );
    }
    return { name: first.name, config: { poi: first.config.poi, parameters } };
  });
}

function commonNames(left: readonly Named[], right: readonly Named[]): string[] {
  const names = new Set(left.map(({ name }) => name));
  return right.map(({ name }) => name).filter((name) => names.has(name));
}

function repeated(items: readonly Named[]): string[] {
  const names = items.map(({ name }) => name);
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
