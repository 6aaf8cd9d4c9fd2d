import type { AwkwardArray } from "../array/array.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import {
  absolute,
  add,
  cos,
  divide,
  equal,
  greater,
  less,
  logicalAnd,
  multiply,
  sin,
  subtract,
} from "../array/functions.ts";
import { sum } from "../array/reduce.ts";
import { onesLike } from "../array/values.ts";
import { where } from "../array/where.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import type { Argument } from "./arguments.ts";
import type { Evaluated } from "./jet-stack.ts";

/** The corrections of the Type-1 mode. */
export interface Type1Options {
  /** All factors on the raw momentum, one after the other: each sees the momentum of those before. */
  readonly jecL1L2L3?: Evaluated | readonly Evaluated[] | undefined;
  /** The first of them alone. */
  readonly jecL1?: Evaluated | readonly Evaluated[] | undefined;
  /**
   * Relative uncertainties by the names of the jets' variations (`JES_…`), to be evaluated at the momentum
   * of this mode; others are taken from the jets' own variations.
   */
  readonly jesUncertainties?: Readonly<Record<string, Evaluated>> | undefined;
  /** Whether the jets' smearing is passed on as well. */
  readonly isT1SmearedMET?: boolean | undefined;
}

/** A vector in the transverse plane. */
export interface Transverse {
  readonly x: AwkwardArray;
  readonly y: AwkwardArray;
}

/** What the missing momentum loses to jets, and in each of their variations. */
export interface Type1Sums {
  readonly nominal: Transverse;
  readonly variations: Readonly<Record<string, readonly [up: Transverse, down: Transverse]>>;
}

const JET_NAMES = [
  ...["ptRaw", "JetEta", "RawMETpt", "RawMETphi", "JetMuonSubtrFactor"],
  ...["JetMuonSubtrDeltaPhi", "JetChEmEF", "JetNeEmEF"],
];
const SOFT_NAMES = [
  ...["CorrT1JetPt", "CorrT1JetPhi", "CorrT1JetEta", "CorrT1JetArea", "CorrT1JetMuonSubtrFactor"],
  ...["CorrT1JetMuonSubtrDeltaPhi", "CorrT1JetEmEF"],
];
/** Inputs of corrections that soft jets have under other names. */
const SOFT_INPUTS: Readonly<Record<string, string>> = {
  JetPt: "CorrT1JetPt",
  JetEta: "CorrT1JetEta",
  JetA: "CorrT1JetArea",
};

/** GeV, and further cuts on the jets that count. @see CMSJMECalculators, Type1METVariationsCalculator */
const MIN_PT = 15;
const MAX_ETA = 5.2;
const MAX_EM = 0.9;

type Names = Readonly<Record<string, string>>;

/** @throws NotFoundError for a name that this mode needs */
export function checkType1Names(names: Names, soft: boolean): void {
  for (const name of soft ? SOFT_NAMES : JET_NAMES) {
    if (!(name in names)) throw new NotFoundError("field for", name, Object.keys(names), "names");
  }
}

/**
 * What the raw missing momentum loses to jets: what their corrections beyond the first level add to their
 * momentum without muons.
 *
 * @param jets  corrected, with their variations
 * @param soft  the jets below the threshold of the collection (CorrT1METJet)
 */
export function type1Sums(
  names: Names,
  options: Type1Options,
  jets: AwkwardArray,
  soft: AwkwardArray | undefined,
): Type1Sums {
  const { jesUncertainties = {}, isT1SmearedMET: smeared = false } = options;
  const hard = hardJets(names, jets);
  const low = soft === undefined ? undefined : softJets(names, soft);
  const all = [hard, ...(low === undefined ? [] : [low])].map((kind) => momenta(kind, options));
  const [hardMomenta, lowMomenta] = all;
  const smear = smeared ? smearOf(names, jets) : undefined;
  const lowSmear = smeared && soft !== undefined ? softSmear(names, soft) : undefined;
  const base = scaledSum(hardMomenta, smear);
  const lowBase = lowMomenta && scaledSum(lowMomenta, lowSmear);
  const variations = jets.fields
    .filter((name) => /^JE[RS]/.test(name))
    .map((source) => {
      const correction = jesUncertainties[source];
      const ways = (["up", "down"] as const).map((way): Transverse => {
        if (correction !== undefined) {
          const sign = way === "up" ? 1 : -1;
          const moved = jesSum(hard, hardMomenta, correction, sign, smear);
          if (low === undefined) return moved;
          return plus(moved, jesSum(low, lowMomenta, correction, sign, lowSmear));
        }
        const varied = jets.field(source).field(way);
        const moved = scaledSum(hardMomenta, ratio(names, jets, varied, smeared));
        const smearField = names.CorrT1JetJERSmearFactor;
        const own = source.startsWith("JER") && soft?.fields.includes(source);
        if (lowMomenta === undefined || soft === undefined) return moved;
        if (!own || smearField === undefined) return plus(moved, lowBase);
        const factor = soft.field(source).field(way).field(smearField);
        return plus(moved, scaledSum(lowMomenta, factor));
      });
      return [source, ways] as const;
    });
  return {
    nominal: plus(base, lowBase),
    variations: Object.fromEntries(variations) as unknown as Type1Sums["variations"],
  };
}

/** Jets as they enter. */
interface Jets {
  readonly raw: AwkwardArray;
  readonly phi: AwkwardArray;
  readonly eta: AwkwardArray;
  /** The part of the momentum that muons have, and what phi gains without them. */
  readonly muons: AwkwardArray;
  readonly turn: AwkwardArray;
  /** Electromagnetic part of the energy. */
  readonly em: AwkwardArray;
  /** An input of corrections that is not the momentum. */
  readonly input: (name: string) => AwkwardArray;
}

function hardJets(names: Names, jets: AwkwardArray): Jets {
  const of = (name: string): AwkwardArray => jets.field(names[name]);
  return {
    raw: rawMomentum(names, jets),
    phi: of("JetPhi"),
    eta: of("JetEta"),
    muons: of("JetMuonSubtrFactor"),
    turn: of("JetMuonSubtrDeltaPhi"),
    em: add(of("JetChEmEF"), of("JetNeEmEF")),
    input: (name) => jets.field(nameOf(names, name)),
  };
}

function softJets(names: Names, jets: AwkwardArray): Jets {
  const of = (name: string): AwkwardArray => jets.field(names[`CorrT1Jet${name}`]);
  return {
    raw: of("Pt"),
    phi: of("Phi"),
    eta: of("Eta"),
    muons: of("MuonSubtrFactor"),
    turn: of("MuonSubtrDeltaPhi"),
    em: of("EmEF"),
    input: (name) => jets.field(nameOf(names, SOFT_INPUTS[name] ?? name)),
  };
}

function nameOf(names: Names, input: string): string {
  const name = names[input];
  if (name !== undefined) return name;
  throw new NotFoundError("field for", input, Object.keys(names), "names");
}

/** The momentum before all corrections, of a field or by the factor that says so. */
function rawMomentum({ ptRaw, JetRawFactor, JetPt }: Names, jets: AwkwardArray): AwkwardArray {
  if (jets.fields.includes(ptRaw)) return jets.field(ptRaw);
  if (JetRawFactor === undefined || !jets.fields.includes(JetRawFactor)) {
    throw new UsageError(
      `Type-1 corrections take the raw momentum of the jets: a field "${ptRaw}", or { JetRawFactor }`,
    );
  }
  const before = `${JetPt}_orig`;
  const pt = jets.field(jets.fields.includes(before) ? before : JetPt);
  return multiply(pt, subtract(1, jets.field(JetRawFactor)));
}

/** Momenta of jets, each with and without muons; only without for the cut. */
interface Momenta {
  readonly level1: AwkwardArray;
  readonly full: AwkwardArray;
  readonly muons: AwkwardArray;
  readonly counts: AwkwardArray;
  readonly x: AwkwardArray;
  readonly y: AwkwardArray;
}

function momenta(jets: Jets, { jecL1, jecL1L2L3 }: Type1Options): Momenta {
  const { raw, muons: part, em, eta } = jets;
  const without = multiply(raw, subtract(1, part));
  const full = multiply(without, factorOf(jecL1L2L3, jets));
  const phi = add(jets.turn, jets.phi);
  const central = logicalAnd(less(absolute(eta), MAX_ETA), less(em, MAX_EM));
  return {
    level1: multiply(without, factorOf(jecL1, jets)),
    full,
    muons: multiply(raw, part),
    counts: logicalAnd(greater(full, MIN_PT), central),
    x: cos(phi),
    y: sin(phi),
  };
}

/** The product of the corrections of raw jets. */
function factorOf(given: Type1Options["jecL1"], { raw, input }: Jets): AwkwardArray {
  const steps = [given ?? []].flat() as readonly Evaluated[];
  let product: AwkwardArray | undefined;
  for (const step of steps) {
    const pt = product === undefined ? raw : multiply(raw, product);
    const args = step.inputs.map(({ name }): Argument => (name === "JetPt" ? pt : input(name)));
    const by = step.evaluate(...args) as AwkwardArray;
    product = product === undefined ? by : multiply(product, by);
  }
  return product ?? onesLike(raw, { dtype: "float64" });
}

/** What a jet's corrections add; with a scale on the momentum with muons, what that makes of it. */
function scaledSum(jets: Momenta, scale: AwkwardArray | undefined): Transverse {
  const { full, level1, muons } = jets;
  if (scale === undefined) return summed(jets, subtract(full, level1));
  return summed(jets, subtract(multiply(add(full, muons), scale), add(level1, muons)));
}

/** Of a shift of the energy scale, around the smeared momentum. @param sign  1 up, -1 down */
function jesSum(
  jets: Jets,
  now: Momenta,
  correction: Evaluated,
  sign: 1 | -1,
  smear: ArrayLike | undefined,
): Transverse {
  const whole = add(now.full, now.muons);
  const args = correction.inputs.map(({ name, type }): Argument => {
    if (type === "string") return sign > 0 ? "up" : "down";
    return name === "JetPt" ? whole : jets.input(name);
  });
  const relative = correction.evaluate(...args) as AwkwardArray;
  const level1 = add(now.level1, now.muons);
  const reference = smear === undefined ? level1 : add(level1, multiply(whole, subtract(1, smear)));
  const moved = multiply(whole, add(1, multiply(sign, relative)));
  return summed(now, subtract(moved, reference));
}

function summed({ counts, x, y }: Momenta, gain: AwkwardArray): Transverse {
  const kept = where(counts, gain, 0) as AwkwardArray;
  const along = (by: AwkwardArray): AwkwardArray =>
    sum(multiply(kept, by), { axis: 1 }) as AwkwardArray;
  return { x: along(x), y: along(y) };
}

function plus(a: Transverse, b: Transverse | undefined): Transverse {
  return b === undefined ? a : { x: add(a.x, b.x), y: add(a.y, b.y) };
}

/** The factor that smearing put on the momentum. */
function smearOf({ JetPt }: Names, jets: AwkwardArray): AwkwardArray {
  if (jets.fields.includes("jet_energy_resolution_correction")) {
    return jets.field("jet_energy_resolution_correction");
  }
  if (!jets.fields.includes(`${JetPt}_jec`)) {
    throw new UsageError(
      `smeared Type-1 corrections take jets with "jet_energy_resolution_correction" or "${JetPt}_jec"`,
    );
  }
  return divide(jets.field(JetPt), notZero(jets.field(`${JetPt}_jec`)));
}

function softSmear(names: Names, soft: AwkwardArray): AwkwardArray {
  const name = names.CorrT1JetJERSmearFactor;
  if (name !== undefined && soft.fields.includes(name)) return soft.field(name);
  return onesLike(soft.field(names.CorrT1JetPt), { dtype: "float64" });
}

/** A variation of the jets as a factor on their momentum. */
function ratio(
  { JetPt }: Names,
  jets: AwkwardArray,
  varied: AwkwardArray,
  smeared: boolean,
): AwkwardArray {
  const unsmeared = `${JetPt}_jec`;
  const from = smeared && jets.fields.includes(unsmeared) ? unsmeared : JetPt;
  return divide(varied.field(JetPt), notZero(jets.field(from)));
}

function notZero(array: AwkwardArray): AwkwardArray {
  return where(equal(array, 0), 1, array) as AwkwardArray;
}
