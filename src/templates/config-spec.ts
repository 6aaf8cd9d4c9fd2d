/**
 * What a configuration file says, in cabinetry's own words: the keys are those of the file.
 * @see cabinetry 0.6 schemas/config.json
 */
export interface ConfigSpec {
  readonly General: GeneralSpec;
  readonly Regions: readonly RegionSpec[];
  readonly Samples: readonly SampleSpec[];
  readonly NormFactors: readonly NormFactorSpec[];
  readonly Systematics?: readonly SystematicSpec[];
}

/** Settings of the whole. */
export interface GeneralSpec {
  /** Name of the measurement. */
  readonly Measurement: string;
  /** Parameter of interest. */
  readonly POI?: string;
  /**
   * Where inputs are, with the placeholders `{RegionPath}`, `{SamplePath}`, `{VariationPath}`; histograms in
   * files behind a colon: `histograms.root:{SamplePath}`.
   */
  readonly InputPath: string;
  /** Folder of the templates. */
  readonly HistogramFolder: string;
  /** Parameters that no fit moves, and their values. */
  readonly Fixed?: readonly { readonly Name: string; readonly Value: number }[];
  /** What `{VariationPath}` stands for in nominal histograms. */
  readonly VariationPath?: string;
}

/** A region of phase space: a channel of the model. */
export interface RegionSpec {
  readonly Name: string;
  /** Expression of branches that is binned; for templates that are built. */
  readonly Variable?: string;
  /** Edges, ascending. */
  readonly Binning?: readonly number[];
  /** Expression of branches: the selection. */
  readonly Filter?: string;
  readonly RegionPath?: string;
}

/** One name, or several. */
export type Names = string | readonly string[];

/** A process, or the data. */
export interface SampleSpec {
  readonly Name: string;
  readonly Tree?: string;
  /** Instead of the region's. */
  readonly Filter?: string;
  /** Expression of branches, or a number as text. */
  readonly Weight?: string;
  readonly SamplePath?: Names;
  readonly Data?: boolean;
  /** Without parameters for the statistical uncertainty of its bins. */
  readonly DisableStaterror?: boolean;
  /** Regions it is in; all by default. */
  readonly Regions?: Names;
}

/** A free factor of samples. */
export interface NormFactorSpec {
  readonly Name: string;
  readonly Regions?: Names;
  readonly Samples?: Names;
  readonly Nominal?: number;
  readonly Bounds?: readonly [number, number];
}

/** A systematic uncertainty. */
export interface SystematicSpec {
  readonly Name: string;
  readonly Type: "Normalization" | "NormPlusShape";
  readonly Up: VariationSpec;
  readonly Down: VariationSpec;
  readonly Regions?: Names;
  readonly Samples?: Names;
  readonly Smoothing?: SmoothingSpec;
  /** Name of the modifier, where it is not the systematic's: systematics of one name share a parameter. */
  readonly ModifierName?: string;
}

/** What a variation changes of the nominal template. */
export interface VariationSpec {
  readonly Tree?: string;
  readonly Weight?: string;
  readonly Variable?: string;
  readonly Filter?: string;
  readonly RegionPath?: string;
  readonly SamplePath?: Names;
  readonly VariationPath?: string;
  /** Relative change of the yield, with its sign: 0.1, -0.1. */
  readonly Normalization?: number;
  /** Of "Down": mirror the other variation. */
  readonly Symmetrize?: boolean;
}

/** How variations are smoothed, and where; everywhere by default. */
export interface SmoothingSpec {
  readonly Algorithm: "353QH, twice";
  readonly Regions?: Names;
  readonly Samples?: Names;
}
