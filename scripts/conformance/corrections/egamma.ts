import { readFileSync } from "node:fs";
import { corrections, scope } from "hepwasm";
import { columnOf } from "hepwasm/wasm";
import { close } from "../compare.ts";
import { InputError, type Kind, type Outcome, type Report } from "../report.ts";
import { payloadOf, type Tables } from "./demo-tables.ts";

const PT_TOLERANCE = 1e-12;
/** Of a normal number, in units of its last place. */
const Z_ULP = 2;

interface Generated {
  readonly seed: number;
  readonly first_rndm: number;
  readonly first_gaus: number;
  readonly first_gaus_hex: string;
}

type Row = Readonly<Record<string, number>>;

interface File {
  readonly TRandom3: readonly Generated[];
  readonly tables: Tables;
  readonly rows: readonly Row[];
}

/** Parses a file of expected corrections. */
export function readExpected<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Random numbers of seeds, and electrons calibrated with the file's tables. */
export const egamma: Kind = async ({ path, wanted }, report) => {
  const file = readExpected<File>(path);
  file.TRandom3.forEach((expected, i) => {
    const name = `TRandom3/#${i}`;
    if (wanted(name))
      report.add(
        name,
        scope(() => generated(expected)),
      );
  });
  await rows(file, wanted, report);
};

function generated(expected: Generated): Outcome {
  const seeds = columnOf("uint32", [expected.seed]);
  const [uniform] = corrections.firstUniforms(seeds).toTypedArray();
  if (uniform !== expected.first_rndm) {
    return { kind: "failed", what: "first_rndm", expected: expected.first_rndm, got: uniform };
  }
  const [normal] = corrections.firstNormals(seeds).toTypedArray();
  const wanted = fromHex(expected.first_gaus_hex);
  return withinUlp(wanted, normal)
    ? { kind: "passed" }
    : { kind: "failed", what: "first_gaus", expected: wanted, got: normal };
}

function fromHex(hex: string): number {
  return new DataView(new BigUint64Array([BigInt(`0x${hex}`)]).buffer).getFloat64(0, true);
}

/** Whether two normal numbers are at most 2 ulp apart. */
export function withinUlp(a: number, b: number): boolean {
  return Math.abs(a - b) <= Z_ULP * 2 ** -52 * Math.max(Math.abs(a), Math.abs(b));
}

async function rows(
  { tables, rows }: File,
  wanted: (name: string) => boolean,
  report: Report,
): Promise<void> {
  const tool = new corrections.EgammaCalibrationAndSmearingTool({
    ESModel: "expected",
    useFastSim: 0,
    rng: "trandom3",
    payload: payloadOf(tables),
  });
  await tool.initialize();
  rows.forEach((row, i) => {
    const name = `row/#${i}`;
    if (wanted(name))
      report.add(
        name,
        scope(() => compareRow(tool, row)),
      );
  });
}

function compareRow(
  tool: InstanceType<typeof corrections.EgammaCalibrationAndSmearingTool>,
  row: Row,
): Outcome {
  const column = (name: string) => columnOf("float64", [row[name]]);
  const inputs = ["pt", "eta", "m", "cl_eta", "cl_phi", "eventNumber"];
  const columns = Object.fromEntries(inputs.map((name) => [name, column(name)]));
  const [seed] = corrections
    .smearingSeeds(columns.cl_eta, columns.cl_phi, columns.eventNumber)
    .toTypedArray();
  if (seed !== row.seed) return { kind: "failed", what: "seed", expected: row.seed, got: seed };
  const outputs = Object.keys(row).filter((key) => key.startsWith("pt_"));
  for (const key of outputs) {
    const variation = key.slice(3);
    const isData = variation === "data";
    const sys = isData ? "nominal" : variation;
    const result = tool.evaluate(columns, undefined, [sys], { isData });
    const [got] = result[sys].ptOut.toTypedArray() as Float64Array;
    if (!close(row[key], got, PT_TOLERANCE, 0)) {
      return { kind: "failed", what: key, expected: row[key], got };
    }
  }
  return { kind: "passed" };
}
