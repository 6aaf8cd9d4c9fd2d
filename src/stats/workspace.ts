import { ModelError, NotFoundError } from "../errors.ts";
import { Model, type ModelOptions } from "./model.ts";
import { checkWorkspaceSpec } from "./schema.ts";
import type { Measurement, ModelSpec, WorkspaceSpec } from "./spec.ts";

export interface WorkspaceModelOptions extends Omit<ModelOptions, "poiName"> {
  /** Name or position of the measurement; the first by default. */
  readonly measurement?: string | number;
  /** Parameter of interest instead of the measurement's; `null` for none. */
  readonly poiName?: string | null;
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

  /** The model of a measurement. @throws ModelError */
  model(options: WorkspaceModelOptions = {}): Model {
    const { measurement, ...rest } = options;
    const { config } = this.measurement(measurement);
    const spec: ModelSpec = { channels: this.spec.channels, parameters: config.parameters };
    return new Model(spec, { poiName: config.poi, ...rest });
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
}
