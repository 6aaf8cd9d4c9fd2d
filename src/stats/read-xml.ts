import { FormatError, ModelError, NotFoundError } from "../errors.ts";
import type { RootFile } from "../root/file.ts";
import {
  type HistogramRecord,
  histogramValues,
  histogramVariances,
} from "../root/objects/histogram.ts";
import { sameJson } from "./json-value.ts";
import { checkWorkspaceSpec } from "./schema.ts";
import type {
  Channel,
  Measurement,
  Modifier,
  Observation,
  ParameterSpec,
  Sample,
  WorkspaceSpec,
} from "./spec.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Where the files that HistFactory XML names come from. */
export interface XmlFiles {
  /** The text of an XML file. */
  text(name: string): Promise<string>;
  /** A ROOT file, opened. It is closed after the last histogram. */
  root(name: string): Promise<RootFile>;
}

/**
 * A workspace from HistFactory's XML and ROOT files.
 *
 * @param config  name of the top-level XML file
 * @throws FormatError on XML that is none or names what is not there, ModelError on what is no workspace
 * @see pyhf.readxml.parse; HistFactorySchema.dtd of ROOT
 */
export async function readXml(config: string, files: XmlFiles): Promise<WorkspaceSpec> {
  const top = parseXml(await files.text(config), config);
  const histograms = new Histograms(files);
  try {
    const channels: Channel[] = [];
    const observations: Observation[] = [];
    const parameters: ParameterSpec[] = [];
    for (const input of top.children.filter(({ name }) => name === "Input")) {
      const path = input.text.trim();
      if (path === "") continue;
      const reader = new ChannelReader(parseXml(await files.text(path), path), path, histograms);
      const { channel, data, normalisations } = await reader.read();
      channels.push(channel);
      observations.push({ name: channel.name, data });
      parameters.push(...normalisations);
    }
    const measurements = top.children
      .filter(({ name }) => name === "Measurement")
      .map((element) => measurementOf(element, config, unique(parameters, config)));
    const spec = { measurements, channels, observations, version: "1.0.0" as const };
    checkWorkspaceSpec(spec);
    return spec;
  } finally {
    await histograms.close();
  }
}

/** Values and uncertainties of the bins, without flow. */
interface Contents {
  readonly values: number[];
  readonly errors: number[];
}

/** Histograms of files that are opened once. */
class Histograms {
  readonly #files: XmlFiles;
  readonly #open = new Map<string, Promise<RootFile>>();

  constructor(files: XmlFiles) {
    this.#files = files;
  }

  async read(name: string, folder: string, histogram: string, where: string): Promise<Contents> {
    let opened = this.#open.get(name);
    if (opened === undefined) {
      opened = this.#files.root(name);
      this.#open.set(name, opened);
    }
    const file = await opened;
    const path = [...folder.split("/"), histogram].filter((part) => part !== "").join("/");
    const keys = new Set(file.keys({ cycle: false }));
    const key = keys.has(histogram) ? histogram : path;
    if (!keys.has(key)) {
      throw new FormatError(
        `${where}: ${new NotFoundError("histogram", path, keys, name).message}`,
      );
    }
    const object = await file.get(key);
    if (!("kind" in object) || object.kind !== "histogram" || object.axes.length !== 1) {
      throw new FormatError(`${where}: "${key}" of ${name} is no histogram of one axis`);
    }
    return contentsOf(object);
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await (await file).close();
  }
}

function contentsOf(record: HistogramRecord): Contents {
  return {
    values: [...histogramValues(record)],
    errors: Array.from(histogramVariances(record), Math.sqrt),
  };
}

/** Reads one channel's file. */
class ChannelReader {
  readonly #element: XmlElement;
  readonly #path: string;
  readonly #histograms: Histograms;
  readonly #normalisations: ParameterSpec[] = [];

  constructor(element: XmlElement, path: string, histograms: Histograms) {
    this.#element = element;
    this.#path = path;
    this.#histograms = histograms;
  }

  async read(): Promise<{ channel: Channel; data: number[]; normalisations: ParameterSpec[] }> {
    const element = this.#element;
    const name = this.#need(element, "Name");
    const data = element.children.find((child) => child.name === "Data");
    if (data === undefined) {
      throw new FormatError(`${this.#path}: channel "${name}" has no <Data>`);
    }
    const observed = await this.#of(data, data, "HistoName");
    const samples: Sample[] = [];
    for (const child of element.children) {
      if (child.name === "Sample") samples.push(await this.#sample(child, name));
    }
    return {
      channel: { name, samples },
      data: observed.values,
      normalisations: this.#normalisations,
    };
  }

  async #sample(element: XmlElement, channel: string): Promise<Sample> {
    const name = this.#need(element, "Name");
    const contents = await this.#of(element, element, "HistoName");
    const modifiers: Modifier[] = [];
    if (element.attributes.get("NormalizeByTheory") === "True") {
      modifiers.push({ name: "lumi", type: "lumi", data: null });
    }
    for (const child of element.children) {
      const modifier = await this.#modifier(child, element, channel, contents);
      if (modifier !== undefined) modifiers.push(modifier);
    }
    return { name, data: contents.values, modifiers };
  }

  async #modifier(
    element: XmlElement,
    sample: XmlElement,
    channel: string,
    { values, errors }: Contents,
  ): Promise<Modifier | undefined> {
    const relative = async (): Promise<number[]> => {
      const { values: fractions } = await this.#of(element, sample, "HistoName", "", "");
      return fractions.map((fraction, b) => fraction * values[b]);
    };
    switch (element.name) {
      case "OverallSys": {
        const data = { lo: this.#number(element, "Low"), hi: this.#number(element, "High") };
        return { name: this.#need(element, "Name"), type: "normsys", data };
      }
      case "NormFactor":
        return this.#normFactor(element);
      case "HistoSys": {
        const { values: low } = await this.#of(element, sample, "HistoNameLow", "Low", "");
        const { values: high } = await this.#of(element, sample, "HistoNameHigh", "High", "");
        const data = { lo_data: low, hi_data: high };
        return { name: this.#need(element, "Name"), type: "histosys", data };
      }
      case "StatError": {
        if (element.attributes.get("Activate") !== "True") return undefined;
        const own = (element.attributes.get("HistoName") ?? "") === "";
        const name = `staterror_${channel}`;
        return { name, type: "staterror", data: own ? errors : await relative() };
      }
      case "ShapeSys":
        return { name: this.#need(element, "Name"), type: "shapesys", data: await relative() };
      case "ShapeFactor":
        return { name: this.#need(element, "Name"), type: "shapefactor", data: null };
      default:
        return undefined;
    }
  }

  #normFactor(element: XmlElement): Modifier {
    const name = this.#need(element, "Name");
    const constant = element.attributes.get("Const");
    this.#normalisations.push({
      name,
      bounds: [[this.#number(element, "Low"), this.#number(element, "High")]],
      inits: [this.#number(element, "Val")],
      ...(constant ? { fixed: constant === "True" } : {}),
    });
    return { name, type: "normfactor", data: null };
  }

  /**
   * The histogram that an element names; what it does not say, its sample or channel does.
   *
   * @param suffix  of the attributes of a variation: "Low", "High"
   * @param folder  where there is no path; the channel's by default
   */
  #of(
    element: XmlElement,
    sample: XmlElement,
    attribute: string,
    suffix = "",
    folder?: string,
  ): Promise<Contents> {
    const get = (one: XmlElement, name: string): string | undefined => one.attributes.get(name);
    const fileName =
      element.name === "HistoSys" || element.name === "StatError" ? "HistoFile" : "InputFile";
    const input =
      get(element, `${fileName}${suffix}`) ??
      get(sample, "InputFile") ??
      get(this.#element, "InputFile") ??
      "";
    const path =
      get(element, `HistoPath${suffix}`) ??
      folder ??
      get(sample, "HistoPath") ??
      get(this.#element, "HistoPath") ??
      "";
    const name = this.#need(element, attribute);
    const where = `${this.#path}: <${element.name}>`;
    if (input === "") throw new FormatError(`${where} names no file for histogram "${name}"`);
    return this.#histograms.read(input, path, name, where);
  }

  #need(element: XmlElement, attribute: string): string {
    return needed(element, attribute, this.#path);
  }

  #number(element: XmlElement, attribute: string): number {
    return numberOf(element, attribute, this.#path);
  }
}

function needed(element: XmlElement, attribute: string, path: string): string {
  const value = element.attributes.get(attribute);
  if (value === undefined) {
    throw new FormatError(`${path}: <${element.name}> has no attribute ${attribute}`);
  }
  return value;
}

function numberOf(element: XmlElement, attribute: string, path: string): number {
  const text = needed(element, attribute, path).trim();
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) {
    throw new FormatError(`${path}: ${attribute}="${text}" of <${element.name}> is no number`);
  }
  return value;
}

/** Settings by name; those of one name must be equal. */
function unique(parameters: readonly ParameterSpec[], path: string): ParameterSpec[] {
  const byName = new Map<string, ParameterSpec>();
  for (const parameter of parameters) {
    const other = byName.get(parameter.name);
    if (other !== undefined && !sameJson(other, parameter)) {
      throw new ModelError("", `${path}: NormFactor "${parameter.name}" is set in two ways`);
    }
    byName.set(parameter.name, parameter);
  }
  return [...byName.values()];
}

function measurementOf(
  element: XmlElement,
  path: string,
  normalisations: readonly ParameterSpec[],
): Measurement {
  const name = needed(element, "Name", path);
  const lumi = numberOf(element, "Lumi", path);
  const width = lumi * numberOf(element, "LumiRelErr", path);
  const poi = element.children.find((child) => child.name === "POI");
  if (poi === undefined) throw new FormatError(`${path}: measurement "${name}" has no <POI>`);
  const luminosity: ParameterSpec = {
    name: "lumi",
    auxdata: [lumi],
    bounds: [[lumi - 5 * width, lumi + 5 * width]],
    inits: [lumi],
    sigmas: [width],
  };
  const byName = new Map<string, ParameterSpec>(normalisations.map((one) => [one.name, one]));
  byName.delete("lumi");
  let own = luminosity;
  for (const setting of element.children.filter((child) => child.name === "ParamSetting")) {
    const constant = setting.attributes.get("Const");
    const common: Partial<ParameterSpec> = {
      ...(constant ? { fixed: constant === "True" } : {}),
      ...(setting.attributes.get("Val") ? { inits: [numberOf(setting, "Val", path)] } : {}),
    };
    for (const rootName of setting.text.trim().split(/\s+/).filter(Boolean)) {
      if (rootName.startsWith("gamma_")) {
        throw new FormatError(`${path}: "${rootName}" is one bin of several: it cannot be set`);
      }
      if (rootName === "Lumi") own = { ...own, ...common };
      else {
        const parameter = rootName.replace(/^alpha_(?=.)/, "");
        const before = byName.get(parameter) ?? { name: parameter };
        // Set parameters come last, as pyhf has them.
        byName.delete(parameter);
        byName.set(parameter, { ...before, ...common });
      }
    }
  }
  return { name, config: { poi: poi.text.trim(), parameters: [own, ...byName.values()] } };
}
