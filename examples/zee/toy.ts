import { ak } from "hepwasm";
import { atan2, cos, cosh, log, RandomStream, sin, sinh, tan } from "hepwasm/math";
import { recreateRoot } from "hepwasm/root";

export const TOY_EVENTS = 50_000;
const SEED = 20181214;
/** Mass and width of the Z, mean transverse momentum: GeV. */
const MASS = 91.1876;
const WIDTH = 2.4952;
const RECOIL = 12;
/** Electrons of this acceptance are stored. */
const LEAST_PT = 10e3;
const MOST_ETA = 2.47;
const ELECTRON_MASS = 0.51099895;

/** By which PHYSLITE's links name the collection `egammaClusters`. */
const CLUSTERS_KEY = 0x1578_8d1f;

type Names = "pt" | "eta" | "phi" | "m" | "charge" | "calEta" | "calPhi" | "calE";

/**
 * Writes a toy simulation of Z -> ee in PHYSLITE's branch layout: the same bytes on every machine. Electrons
 * are ordered by momentum and their clusters by energy, so that a link tells which is whose. Energies carry
 * the resolution of a simulation, 1 to 2 %.
 */
export async function writeToy(path: string): Promise<void> {
  const lists = Array.from({ length: TOY_EVENTS }, (_, event) => electronsOf(event));
  const clusters = lists.map((list) => list.toSorted((a, b) => b.calE - a.calE));
  const column = (from: typeof lists, name: Names): ak.Array =>
    ak.fromIter(from.map((list) => list.map((one) => one[name])));
  const tracks: readonly Names[] = ["pt", "eta", "phi", "m", "charge"];
  const calorimeter: readonly Names[] = ["calEta", "calPhi", "calE"];
  const types = (names: readonly Names[]) =>
    Object.fromEntries(names.map((name) => [name, "var * float32"] as const));
  const file = await recreateRoot(path, { level: 6 });
  const tree = file.mktree(
    "CollectionTree",
    {
      AnalysisElectronsAuxDyn: {
        ...types(tracks),
        caloClusterLinks: "var * var * ElementLink<DataVector<xAOD::CaloCluster_v1>>",
      },
      egammaClustersAuxDyn: types(calorimeter),
      "EventInfoAuxDyn.eventNumber": "uint64",
    },
    { title: "toy simulation of Z -> ee", fieldName: (outer, inner) => `${outer}.${inner}` },
  );
  const fields = (from: typeof lists, names: readonly Names[]): Record<string, ak.Array> =>
    Object.fromEntries(
      names.map((name) => [name, ak.valuesAstype(column(from, name), "float32")] as const),
    );
  const links = lists.map((list, event) =>
    list.map((one) => [{ m_persKey: CLUSTERS_KEY, m_persIndex: clusters[event].indexOf(one) }]),
  );
  await tree.extend({
    AnalysisElectronsAuxDyn: { ...fields(lists, tracks), caloClusterLinks: ak.fromIter(links) },
    egammaClustersAuxDyn: fields(clusters, calorimeter),
    "EventInfoAuxDyn.eventNumber": BigUint64Array.from(lists, (_, i) => BigInt(i + 1)),
  });
  await file.close();
}

/** The stored electrons of an event, the one of higher momentum first. */
function electronsOf(event: number): Record<Names, number>[] {
  const random = new RandomStream(SEED, [event, 0, 0]);
  const uniform = (): number => random.uniform();
  // Breit-Wigner between 60 and 130 GeV.
  let mass = 0;
  while (!(mass > 60 && mass < 130)) mass = MASS + (WIDTH / 2) * tan(Math.PI * (uniform() - 0.5));
  const pt = RECOIL * -log(uniform());
  const rapidity = 4.4 * (uniform() - 0.5);
  const phi = 2 * Math.PI * uniform();
  const cosTheta = 2 * uniform() - 1;
  const decay = 2 * Math.PI * uniform();
  const sinTheta = Math.sqrt(1 - cosTheta * cosTheta);
  const transverse = Math.sqrt(mass * mass + pt * pt);
  const boson = {
    x: pt * cos(phi),
    y: pt * sin(phi),
    z: transverse * sinh(rapidity),
    e: transverse * cosh(rapidity),
  };
  const made = [1, -1].map((sign) => {
    const half = (sign * mass) / 2;
    const p = {
      x: half * sinTheta * cos(decay),
      y: half * sinTheta * sin(decay),
      z: half * cosTheta,
    };
    // Into the frame in which the boson moves.
    const along = (p.x * boson.x + p.y * boson.y + p.z * boson.z) / (boson.e + mass);
    const factor = (along + mass / 2) / mass;
    const normal = Math.sqrt(-2 * log(uniform())) * cos(2 * Math.PI * uniform());
    return measured(
      p.x + factor * boson.x,
      p.y + factor * boson.y,
      p.z + factor * boson.z,
      normal,
      -sign,
    );
  });
  return made
    .filter(({ pt: own, eta }) => own > LEAST_PT && Math.abs(eta) < MOST_ETA)
    .toSorted((a, b) => b.pt - a.pt);
}

/** What a detector makes of a momentum in GeV: energies in MeV, 10 % / sqrt(E) and 0.5 %. */
function measured(
  x: number,
  y: number,
  z: number,
  normal: number,
  charge: number,
): Record<Names, number> {
  const rho = Math.sqrt(x * x + y * y);
  const energy = Math.sqrt(rho * rho + z * z);
  const eta = Math.sign(z) * log((Math.abs(z) + energy) / rho);
  const width = Math.sqrt(0.01 / energy + 0.005 ** 2);
  const measuredEnergy = 1000 * energy * Math.max(0.5, 1 + width * normal);
  const pt = measuredEnergy / cosh(eta);
  const phi = atan2(y, x);
  const bend = (charge * 0.04 * 20e3) / pt;
  return {
    pt,
    eta,
    phi,
    m: ELECTRON_MASS,
    charge,
    calEta: eta,
    calPhi: wrap(phi + bend),
    calE: measuredEnergy,
  };
}

function wrap(angle: number): number {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle < -Math.PI ? angle + 2 * Math.PI : angle;
}
