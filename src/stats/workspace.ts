import { checkOptionNames } from "../array/option-names.ts";
import { ModelError, NotFoundError } from "../errors.ts";
import { combined, type Join } from "./combine.ts";
import { type DigestAlgorithm, digest } from "./digest.ts";
import { type Pruning, pruned, type Renaming, renamed, sortedSpec } from "./edit.ts";
import { applyPatch, type PatchOperation } from "./json-patch.ts";
import { parseSpelled, spelledTree } from "./json-spelling.ts";
import { pythonJson } from "./json-text.ts";
import { MODEL_OPTIONS, Model, type ModelOptions, type Values } from "./model.ts";
import { checkWorkspaceSpec } from "./schema.ts";
import type { Measurement, ModelSpec, WorkspaceSpec } from "./spec.ts";

export interface WorkspaceModelOptions extends Omit<ModelOptions, "poiName"> {
  /** Name or position of the measurement; the first by default. */
  readonly measurement?: string | number;
  /** Parameter of interest instead of the measurement's; `null` for none. */
  readonly poiName?: string | null;
  /** JSON patches of the model's specification, applied in order. */
  readonly patches?: readonly (readonly PatchOperation[])[];
}

/**
 * A HistFactory workspace: channels, observations and measurements.
 * @see pyhf.Workspace
 */
export class Workspace {
  readonly spec: WorkspaceSpec;

  /** @throws ModelError with the JSON path of what is wrong */
  constructor(spec: unknown, options: { validate?: boolean } = {}) {
    if (options.validate !== false) checkWorkspaceSpec(spec);
    this.spec = spec as WorkspaceSpec;
  }

  /**
   * A workspace from JSON text; its digest is that of the text, and those of workspaces made of it know
   * 1 from 1.0 as well.
   * @throws FormatError on text that is not JSON, ModelError on what is no workspace
   */
  static fromText(text: string): Workspace {
    return new Workspace(parseSpelled(text));
  }

  /** @see pyhf.Workspace.combine */
  static combine(
    left: Workspace,
    right: Workspace,
    options: { join?: Join; mergeChannels?: boolean } = {},
  ): Workspace {
    return new Workspace(combined(left.spec, right.spec, options));
  }

  /**
   * The workspace of a model and its data.
   * @param data  main data, channel by channel; what follows is left out
   * @see pyhf.Workspace.build
   */
  static build(model: Model, data: Values, name = "measurement"): Workspace {
    const { config } = model;
    if (config.poiName === undefined) {
      throw new ModelError("", "a measurement needs a parameter of interest: config.setPoi(name)");
    }
    const parameters = config.parameterSets.map((set) => ({
      bounds: set.bounds.map((pair) => [...pair]),
      inits: [...set.inits],
      fixed: set.fixed.every(Boolean),
      name: set.name,
    }));
    let at = 0;
    const observations = config.channels.map((channel) => {
      const bins = config.channelNbins[channel];
      at += bins;
      return { name: channel, data: Array.from({ length: bins }, (_, b) => data[at - bins + b]) };
    });
    return new Workspace({
      channels: structuredClone(model.spec.channels),
      version: "1.0.0",
      measurements: [{ name, config: { poi: config.poiName, parameters } }],
      observations,
    });
  }

  get channels(): readonly string[] {
    return this.spec.channels.map(({ name }) => name).sort();
  }

  get measurementNames(): readonly string[] {
    return this.spec.measurements.map(({ name }) => name);
  }

  /**
   * A measurement by name or position, the first by default.
   * @throws NotFoundError
   */
  measurement(which: string | number = 0): Measurement {
    const { measurements } = this.spec;
    const found =
      typeof which === "number" ? measurements[which] : measurements.find((m) => m.name === which);
    if (found === undefined) {
      throw new NotFoundError("measurement", String(which), this.measurementNames, "the workspace");
    }
    return found;
  }

  /** The model of a measurement. @throws ModelError; NotFoundError on an option that does not exist */
  model(options: WorkspaceModelOptions = {}): Model {
    checkOptionNames(
      options,
      [...MODEL_OPTIONS, "measurement", "patches"],
      "workspace.model(options)",
    );
    const { measurement, patches = [], ...rest } = options;
    const { config } = this.measurement(measurement);
    const spec: ModelSpec = { channels: this.spec.channels, parameters: config.parameters };
    return new Model(patches.reduce(applyPatch, spec), { poiName: config.poi, ...rest });
  }

  /**
   * Observed data in the model's order of channels, then its auxiliary data.
   * @throws ModelError when a channel has no observation, or one of another length
   */
  data(model: Model, options: { includeAuxdata?: boolean } = {}): number[] {
    const { config } = model;
    const main = config.channels.flatMap((channel) => {
      const at = this.spec.observations.findIndex(({ name }) => name === channel);
      if (at < 0) {
        const known = this.spec.observations.map(({ name }) => name);
        const { message } = new NotFoundError("observation", channel, known, "the workspace");
        throw new ModelError("observations", message);
      }
      const { data } = this.spec.observations[at];
      if (data.length !== config.channelNbins[channel]) {
        throw new ModelError(
          `observations[${at}].data`,
          `${data.length} bins are observed in channel "${channel}", which has ${config.channelNbins[channel]}`,
        );
      }
      return data;
    });
    return options.includeAuxdata === false ? main : [...main, ...config.auxdata];
  }

  /** JSON text as pyhf's commands write it: members in order, an indent of four, numbers as they were. */
  toText(): string {
    return `${pythonJson(spelledTree(this.spec), 4)}\n`;
  }

  /** Without some of its parts. @throws NotFoundError @see pyhf.Workspace.prune */
  prune(pruning: Pruning): Workspace {
    return new Workspace(pruned(this.spec, pruning));
  }

  /** With other names. @throws NotFoundError; UsageError where two would be the same @see pyhf.Workspace.rename */
  rename(renaming: Renaming): Workspace {
    return new Workspace(renamed(this.spec, renaming));
  }

  /** With everything in alphabetical order. @see pyhf.Workspace.sorted */
  sorted(): Workspace {
    return new Workspace(sortedSpec(this.spec));
  }

  /**
   * A fingerprint, equal to pyhf's for a workspace that came from text, also after parts were taken away,
   * renamed, sorted or put together. What JavaScript made has no 1.0: its whole numbers count as integers.
   * @see pyhf.utils.digest
   */
  digest(algorithm: DigestAlgorithm = "sha256"): string {
    return digest(this.spec, algorithm);
  }
}
