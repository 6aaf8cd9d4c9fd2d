import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { ak, corrections, Hist, openRoot, vector } from "hepwasm";
import { type Column, columnFrom } from "hepwasm/wasm";
import { close } from "../compare.ts";
import { InputError, type Kind, type Outcome } from "../report.ts";
import { payloadOf, type Tables } from "./demo-tables.ts";
import { readExpected, withinUlp } from "./egamma.ts";

interface File {
  readonly file: string;
  readonly tree: string;
  readonly tables: unknown;
  readonly scale_factor: { readonly correctionlib: object };
  readonly n_per_event: readonly number[];
  readonly hist_edges: readonly number[];
  readonly mll_GeV: Readonly<Record<string, readonly number[]>>;
  readonly hists: Readonly<Record<string, readonly number[]>>;
  readonly band_min_max: readonly [readonly number[], readonly number[]];
  readonly [column: string]: unknown;
}

const electrons = "AnalysisElectronsAuxDyn";
const clusters = "egammaClustersAuxDyn";

/** Fields that are words, or are compared in parts. */
const described: ReadonlySet<string> = new Set([
  "about",
  "file",
  "tree",
  "inputs",
  "tables",
  "scale_factor",
  "units",
  "pairs",
  "histogram",
  "band",
  "hist_edges",
]);

/** Electrons of a PHYSLITE file: calibrated, paired, filled into histograms. */
export const physlite: Kind = async ({ path, root, wanted }, report) => {
  const file = readExpected<File>(path);
  if (root === undefined) throw new InputError("physlite needs --root DIR");
  const at = [file.file, file.file.replace(/^root\//, "")].map((name) => join(root, name));
  const found = at.find((name) => existsSync(name));
  const cases = expectedCases(file);
  if (found === undefined) {
    for (const [name] of cases) {
      if (wanted(name)) report.add(name, { kind: "skipped", reason: "file missing" });
    }
    return;
  }
  const got = await compute(file, found, path);
  for (const [name, expected, tolerance] of cases) {
    if (wanted(name)) report.add(name, compare(expected, got.get(name), tolerance));
  }
};

type Tolerance = "exact" | "ulp" | number;

/** Every array of the file: its name, its values, how near ours must be. */
function expectedCases(file: File): [string, readonly number[], Tolerance][] {
  const cases: [string, readonly number[], Tolerance][] = [];
  for (const [name, value] of Object.entries(file)) {
    if (described.has(name)) continue;
    if (name === "band_min_max") {
      cases.push(
        ["band_min", file.band_min_max[0], 1e-12],
        ["band_max", file.band_min_max[1], 1e-12],
      );
    } else if (name === "mll_GeV" || name === "hists") {
      for (const [variation, values] of Object.entries(file[name])) {
        cases.push([`${name}/${variation}`, values, name === "hists" ? 1e-12 : 1e-11]);
      }
    } else {
      const exact = name === "n_per_event" || name === "seed";
      cases.push([name, value as number[], exact ? "exact" : name === "z" ? "ulp" : 1e-12]);
    }
  }
  return cases;
}

function compare(
  expected: readonly number[],
  got: readonly number[] | undefined,
  tolerance: Tolerance,
): Outcome {
  if (got === undefined) return { kind: "failed", what: "array", expected, got };
  if (got.length !== expected.length) {
    return { kind: "failed", what: "length", expected: expected.length, got: got.length };
  }
  const near = (a: number, b: number): boolean => {
    if (tolerance === "exact") return a === b;
    return tolerance === "ulp" ? withinUlp(a, b) : close(a, b, tolerance, 0);
  };
  const i = expected.findIndex((value, k) => !near(value, got[k]));
  if (i < 0) return { kind: "passed" };
  return { kind: "failed", what: `[${i}]`, expected: expected[i], got: got[i] };
}

async function compute(file: File, path: string, beside: string): Promise<Map<string, number[]>> {
  const root = await openRoot(path);
  const tree = await root.tree(file.tree);
  const names = ["pt", "eta", "phi", "m", "caloClusterLinks"].map((name) => `${electrons}.${name}`);
  const clusterNames = ["calEta", "calPhi", "calE"].map((name) => `${clusters}.${name}`);
  const eventNumber = "EventInfoAuxDyn.eventNumber";
  const events = await tree.arrays([...names, ...clusterNames, eventNumber]);
  const [pt, eta, phi, m] = names.map((name) => events.field(name));
  const links = events.field(`${electrons}.caloClusterLinks`).field("m_persIndex");
  const cluster = ak.fillNone(ak.firsts(links, { axis: 2 }), 0);
  const [clEta, clPhi, clE] = clusterNames.map(
    (name) => ak.get(events.field(name), cluster) as ak.Array,
  );
  const records = ak.zip({ pt, eta, phi, m, cl_eta: clEta, cl_phi: clPhi, cl_E: clE });
  const number = events.field(eventNumber);

  const tool = new corrections.EgammaCalibrationAndSmearingTool({
    ESModel: "expected",
    useFastSim: 0,
    rng: "trandom3",
    payload: payloadOf(tablesOf(file, beside)),
  });
  await tool.initialize();
  const out = new Map<string, number[]>();
  const keep = (name: string, array: ak.Array): void => void out.set(name, numbers(array));
  keep("n_per_event", ak.num(pt, { axis: 1 }));
  const [perElectron] = ak.broadcastArrays([number, pt]);
  const [a, b, c] = [clEta, clPhi, perElectron].map(column);
  const seeds = corrections.smearingSeeds(a, b, c);
  out.set("seed", [...seeds.toTypedArray()]);
  out.set("z", [...corrections.firstNormals(seeds).toTypedArray()]);

  keep("et", ak.divide(wide(clE), ak.cosh(wide(eta))));
  const efficiency = new corrections.AsgElectronEfficiencyCorrectionTool({
    payload: file.scale_factor.correctionlib,
  });
  await efficiency.initialize();
  const sf = efficiency.evaluateRecords(records, ["", "SF_up", "SF_down"]);
  keep("sf", sf[""].scaleFactor);
  const pairWeight = (factors: ak.Array): ak.Array => {
    const two = factors.filter(paired);
    return ak.multiply(
      ak.slice(two, { axis: 1, start: 0, stop: 1 }),
      ak.slice(two, { axis: 1, start: 1, stop: 2 }),
    );
  };
  const paired = ak.greaterEqual(ak.num(pt, { axis: 1 }), 2);
  const masses = new Map<string, ak.Array>();
  for (const name of Object.keys(file.mll_GeV)) {
    const { ptOut } = tool(records, { sys: name, columns: { eventNumber: number } });
    keep(name, ptOut);
    const vectors = vector.zip({ pt: ptOut, eta, phi, mass: m }).filter(paired);
    const leading = ak.slice(vectors, { axis: 1, stop: 2 });
    const mass = ak.divide(vector.sum(leading).mass, 1000);
    masses.set(name, mass);
    keep(`mll_GeV/${name}`, mass);
  }
  const hists: number[][] = [];
  for (const name of Object.keys(file.hists)) {
    const ofFactor = Object.hasOwn(sf, name);
    const factors = sf[ofFactor ? name : ""].scaleFactor;
    const hist = Hist.new.var(file.hist_edges, { name: "mll" }).double();
    const mll = masses.get(ofFactor ? "nominal" : name) as ak.Array;
    hist.fill({ mll }, { weight: ak.flatten(pairWeight(factors)) });
    hists.push([...hist.values()]);
    out.set(`hists/${name}`, [...hist.values()]);
  }
  const bins = hists[0].map((_, i) => hists.map((values) => values[i]));
  out.set(
    "band_min",
    bins.map((values) => Math.min(...values)),
  );
  out.set(
    "band_max",
    bins.map((values) => Math.max(...values)),
  );
  return out;
}

/** As float64. */
function wide(array: ak.Array): ak.Array {
  return ak.valuesAstype(array, "float64");
}

function column(array: ak.Array): Column {
  return columnFrom(ak.flatten(array, { axis: null }).toTypedArray());
}

function numbers(array: ak.Array): number[] {
  return Array.from(ak.flatten(array, { axis: null }).toTypedArray(), Number);
}

/** The tables of the file, or of the one beside it that its words name. */
function tablesOf(file: File, path: string): Tables {
  if (typeof file.tables === "object") return file.tables as Tables;
  const name = /[\w.-]+\.json/.exec(String(file.tables))?.[0] ?? "egamma_expected.json";
  return readExpected<{ readonly tables: Tables }>(join(dirname(path), name)).tables;
}
