import { UnsupportedError } from "../errors.ts";
import { Hist } from "../hist/hist.ts";
import { toRecord } from "../hist/record.ts";
import type { WritableRootFile } from "../root/write/file.ts";
import type {
  Channel,
  Measurement,
  Modifier,
  ModifierType,
  Sample,
  WorkspaceSpec,
} from "./spec.ts";

/** How the files of a HistFactory configuration are called, from the folder that they are used in. */
export interface XmlNames {
  /** Of the ROOT file with the histograms. */
  readonly rootFile?: string;
  /** Begins the names of the XML files: `config/FitConfig` gives `config/FitConfig.xml` and one a channel. */
  readonly prefix?: string;
}

/**
 * A workspace as HistFactory XML: the histograms go into `file`, which the caller closes.
 *
 * @returns the texts of the XML files by their names, the top-level one first
 * @throws UnsupportedError for what XML has no words for
 * @see pyhf.writexml; HistFactorySchema.dtd of ROOT
 */
export async function writeXml(
  spec: WorkspaceSpec,
  file: WritableRootFile,
  { rootFile = "data/data.root", prefix = "config/FitConfig" }: XmlNames = {},
): Promise<Map<string, string>> {
  const histograms = new Map<string, readonly number[]>();
  const documents = new Map<string, string>();
  const inputs = spec.channels.map(({ name }) => `${prefix}_${name}.xml`);
  const children = [
    ...inputs.map((name) => element("Input", {}, [name])),
    ...spec.measurements.map((one) => measurementXml(one, spec)),
  ];
  const top = element("Combination", { OutputFilePrefix: prefix }, children);
  documents.set(
    `${prefix}.xml`,
    `<!DOCTYPE Combination SYSTEM 'HistFactorySchema.dtd'>\n\n${top}\n`,
  );
  spec.channels.forEach((channel, c) => {
    const text = channelXml(channel, spec, rootFile, histograms);
    documents.set(inputs[c], `<!DOCTYPE Channel SYSTEM '../HistFactorySchema.dtd'>\n\n${text}\n`);
  });
  for (const [name, values] of histograms) {
    const n = values.length;
    const h = Hist.new.reg(n, 0, n, { name: "x" }).double();
    h.fill(
      { x: Float64Array.from(values, (_, b) => b + 0.5) },
      { weight: Float64Array.from(values) },
    );
    await file.set(name, toRecord(h, { name }));
    h.dispose();
  }
  return documents;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An element; children are elements or text, which is escaped where it is not an element. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const words = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value))}"`,
  );
  const open = `<${name}${words.join("")}`;
  if (children.length === 0) return `${open} />`;
  if (children.length === 1 && !children[0].startsWith("<")) {
    return `${open}>${escaped(children[0])}</${name}>`;
  }
  const inner = children.map((child) => child.replace(/^/gm, "  ")).join("\n");
  return `${open}>\n${inner}\n</${name}>`;
}

/** What ROOT puts before the names of parameters. */
const ROOT_PREFIX: Partial<Record<ModifierType, string>> = {
  normsys: "alpha_",
  histosys: "alpha_",
  shapesys: "gamma_",
  staterror: "gamma_",
};

function measurementXml({ name, config }: Measurement, spec: WorkspaceSpec): string {
  const types = new Map<string, ModifierType>();
  for (const { samples } of spec.channels) {
    for (const { modifiers } of samples) for (const one of modifiers) types.set(one.name, one.type);
  }
  const lumi = config.parameters.find((parameter) => parameter.name === "lumi");
  const value = lumi?.auxdata?.[0] ?? 1;
  const attributes = {
    Name: name,
    Lumi: value,
    LumiRelErr: (lumi?.sigmas?.[0] ?? 0) / value,
    ExportOnly: "True",
  };
  const fixed = config.parameters
    .filter((parameter) => parameter.fixed === true)
    .map((parameter) => {
      if (parameter.name === "lumi") return "Lumi";
      const type = types.get(parameter.name);
      return `${(type && ROOT_PREFIX[type]) ?? ""}${parameter.name}`;
    });
  const gamma = fixed.find((one) => one.startsWith("gamma_"));
  if (gamma !== undefined) {
    throw new UnsupportedError(`XML cannot fix "${gamma}": it is one parameter a bin`, "gamma");
  }
  return element("Measurement", attributes, [
    element("POI", {}, [config.poi]),
    ...(fixed.length > 0 ? [element("ParamSetting", { Const: "True" }, [fixed.join(" ")])] : []),
  ]);
}

function channelXml(
  channel: Channel,
  spec: WorkspaceSpec,
  rootFile: string,
  histograms: Map<string, readonly number[]>,
): string {
  const keep = (name: string, values: readonly number[]): string => {
    histograms.set(name, values);
    return name;
  };
  const observed = spec.observations.find(({ name }) => name === channel.name);
  const data =
    observed === undefined
      ? []
      : [
          element("Data", {
            HistoName: keep(`hist${channel.name}_data`, observed.data),
            InputFile: rootFile,
          }),
        ];
  const samples = channel.samples.map((sample) => {
    const base = `hist${channel.name}_${sample.name}`;
    const modifiers = sample.modifiers.flatMap((modifier) =>
      modifierXml(modifier, sample, base, spec, keep),
    );
    const attributes = {
      Name: sample.name,
      HistoName: keep(base, sample.data),
      InputFile: rootFile,
      NormalizeByTheory: sample.modifiers.some(({ type }) => type === "lumi") ? "True" : "False",
    };
    return element("Sample", attributes, modifiers);
  });
  return element("Channel", { Name: channel.name, InputFile: rootFile }, [...data, ...samples]);
}

/** An element for a modifier; none for lumi, which is an attribute of the sample. */
function modifierXml(
  modifier: Modifier,
  sample: Sample,
  base: string,
  spec: WorkspaceSpec,
  keep: (name: string, values: readonly number[]) => string,
): string[] {
  const { name } = modifier;
  const own = `${base}_${name}`;
  const relative = (data: readonly number[]): number[] =>
    data.map((value, b) => (sample.data[b] === 0 ? 0 : value / sample.data[b]));
  switch (modifier.type) {
    case "lumi":
      return [];
    case "normsys":
      return [element("OverallSys", { Name: name, High: modifier.data.hi, Low: modifier.data.lo })];
    case "histosys": {
      const HistoNameLow = keep(`${own}Low`, modifier.data.lo_data);
      const HistoNameHigh = keep(`${own}High`, modifier.data.hi_data);
      return [element("HistoSys", { Name: name, HistoNameLow, HistoNameHigh })];
    }
    case "normfactor": {
      const settings = spec.measurements[0].config.parameters.find((one) => one.name === name);
      const [Low, High] = settings?.bounds?.[0] ?? [0, 10];
      return [element("NormFactor", { Name: name, Val: settings?.inits?.[0] ?? 1, Low, High })];
    }
    case "staterror":
      return [
        element("StatError", { Activate: "True", HistoName: keep(own, relative(modifier.data)) }),
      ];
    case "shapesys": {
      const HistoName = keep(own, relative(modifier.data));
      return [element("ShapeSys", { Name: name, ConstraintType: "Poisson", HistoName })];
    }
    case "shapefactor":
      return [element("ShapeFactor", { Name: name })];
    default:
      return modifier satisfies never;
  }
}
