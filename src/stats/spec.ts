/** A modifier that scales or shifts a sample's yields. */
export type Modifier =
  | { readonly name: string; readonly type: "normfactor" | "shapefactor"; readonly data: null }
  | { readonly name: string; readonly type: "lumi"; readonly data: null }
  | {
      readonly name: string;
      readonly type: "normsys";
      /** Factors at -1 and +1. */
      readonly data: { readonly lo: number; readonly hi: number };
    }
  | {
      readonly name: string;
      readonly type: "histosys";
      /** Yields of each bin at -1 and +1. */
      readonly data: { readonly lo_data: readonly number[]; readonly hi_data: readonly number[] };
    }
  | {
      readonly name: string;
      readonly type: "shapesys" | "staterror";
      /** Absolute uncertainty of each bin. */
      readonly data: readonly number[];
    };

export type ModifierType = Modifier["type"];

/** A process in a channel: its yields, one a bin. */
export interface Sample {
  readonly name: string;
  readonly data: readonly number[];
  readonly modifiers: readonly Modifier[];
}

/** A region of the analysis, with all its samples in the same bins. */
export interface Channel {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** What a measurement says of a parameter beside what its modifiers do. */
export interface ParameterSpec {
  readonly name: string;
  readonly inits?: readonly number[];
  readonly bounds?: readonly (readonly number[])[];
  readonly auxdata?: readonly number[];
  readonly factors?: readonly number[];
  readonly sigmas?: readonly number[];
  readonly fixed?: boolean;
}

/** Channels and parameters: all that a likelihood needs but data. */
export interface ModelSpec {
  readonly channels: readonly Channel[];
  readonly parameters?: readonly ParameterSpec[];
}

/** Observed events of each bin of a channel. */
export interface Observation {
  readonly name: string;
  readonly data: readonly number[];
}

/** A parameter of interest, and settings of parameters. */
export interface Measurement {
  readonly name: string;
  readonly config: { readonly poi: string; readonly parameters: readonly ParameterSpec[] };
}

/**
 * A HistFactory workspace in pyhf's JSON form, schema 1.0.0.
 * @see https://scikit-hep.org/pyhf/schemas/1.0.0/workspace.json
 */
export interface WorkspaceSpec {
  readonly channels: readonly Channel[];
  readonly measurements: readonly Measurement[];
  readonly observations: readonly Observation[];
  readonly version: "1.0.0";
}
