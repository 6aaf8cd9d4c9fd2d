import type { Workspace } from "../stats/workspace.ts";

/**
 * What a workspace holds, in columns as `pyhf inspect` prints them.
 *
 * @param measurement  name; the first by default
 */
export function inspection(workspace: Workspace, measurement?: string): string {
  const chosen = workspace.measurement(measurement);
  const model = workspace.model({ measurement: measurement ?? 0 });
  const { config } = model;
  const types = new Map<string, string[]>();
  for (const [name, type] of config.modifiers) types.set(name, [...(types.get(name) ?? []), type]);
  const text = [
    table(
      ["Summary", ""],
      [
        ["channels", String(config.channels.length)],
        ["samples", String(config.samples.length)],
        ["parameters", String(config.parameterSets.length)],
        ["modifiers", String(config.modifiers.length)],
      ],
    ),
    table(
      ["channels", "nbins"],
      Object.entries(config.channelNbins).map(([name, bins]) => [name, String(bins)]),
    ),
    table(
      ["samples"],
      config.samples.map((name) => [name]),
    ),
    table(
      ["parameters", "constraint", "modifiers"],
      config.parameterSets.map(({ name, constraint }) => [
        name,
        constraint === undefined ? "unconstrained" : `constrained_by_${constraint.kind}`,
        (types.get(name) ?? []).join(","),
      ]),
    ),
    table(
      ["measurement", "poi", "parameters"],
      workspace.spec.measurements.map(({ name, config: { poi, parameters } }) => [
        `${name === chosen.name ? "(*)" : "   "} ${name}`,
        poi,
        parameters.map((parameter) => parameter.name).join(",") || "(none)",
      ]),
    ),
  ].join("\n");
  model.dispose();
  return text;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, i) => (i === 0 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join("  ")
      .trimEnd()}\n`;
  return line(heads) + line(widths.map((width) => "-".repeat(width))) + rows.map(line).join("");
}
