import type { AwkwardArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { purelistDepth } from "../array/depth.ts";
import { type ArrayLike, elementwise } from "../array/elementwise.ts";
import {
  absolute,
  add,
  cosh,
  divide,
  greater,
  less,
  logicalAnd,
  maximum,
  multiply,
  sqrt,
  subtract,
} from "../array/functions.ts";
import type { Operand } from "../array/operand.ts";
import { checkOptionNames } from "../array/option-names.ts";
import { isScalar } from "../array/promote.ts";
import { where } from "../array/where.ts";
import { withField } from "../array/with-field.ts";
import { zip } from "../array/zip.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import type { Argument } from "./arguments.ts";
import { checkSeed } from "./properties.ts";
import { checkRecord, kindOf } from "./tool-arguments.ts";
import type { Variable } from "./variable.ts";

/** A correction or a compound one. */
export interface Evaluated {
  readonly inputs: readonly Variable[];
  evaluate(...args: readonly Argument[]): unknown;
}

/** Corrections of jets, as payloads have them; each part may be missing. */
export interface JetStack {
  /** Factors on raw momentum and mass, one after the other: each sees the momentum of those before. */
  readonly jec?: readonly Evaluated[] | undefined;
  /**
   * Relative uncertainties of the energy scale, by source. An input of text says "up" or "down", where the
   * two differ.
   */
  readonly junc?: Readonly<Record<string, Evaluated>> | undefined;
  /** The relative resolution, and the factor on it; both or neither. */
  readonly jer?: Evaluated | undefined;
  /** Its input of text names the variation. */
  readonly jersf?: Evaluated | undefined;
  /** What that input says; default "nom", "up", "down". */
  readonly variations?: readonly [nominal: string, up: string, down: string] | undefined;
}

/** What smearing without a generated jet takes its random numbers from. */
export interface SmearOptions {
  /** The event numbers: each jet's number follows from its event, eta and phi, whatever the chunk. */
  readonly events?: AwkwardArray | undefined;
  readonly seed?: number | undefined;
}

/** Below this energy (in the units of the momenta) no jet is smeared. @see PhysicsTools/PatUtils SmearedJetProducerT */
const MIN_ENERGY = 1e-2;
/** A generated jet belongs to a jet whose momenta differ by less than so many resolutions. */
const MATCHED = 3;

/** All corrections of a stack. @throws UsageError naming one that is none */
function partsOf({ jec = [], junc = {}, jer, jersf }: JetStack): Evaluated[] {
  const given: unknown = jec;
  if (!Array.isArray(given)) {
    throw new UsageError("a jet stack's jec is a list of corrections: [L1, L2L3], [compound]");
  }
  const named: [string, Evaluated][] = [
    ...jec.map((one, i): [string, Evaluated] => [`jec[${i}]`, one]),
    ...Object.entries(junc).map(([source, one]): [string, Evaluated] => [`junc.${source}`, one]),
  ];
  if (jer !== undefined) named.push(["jer", jer]);
  if (jersf !== undefined) named.push(["jersf", jersf]);
  for (const [place, one] of named) {
    if (typeof one?.evaluate === "function") continue;
    throw new UsageError(`a jet stack's ${place} is a correction, not ${kindOf(one)}`);
  }
  return named.map(([, one]) => one);
}

/**
 * Corrects jets by a stack of corrections, with variations. Momentum and mass are computed in float64.
 * @see coffea.jetmet_tools.CorrectedJetsFactory
 */
export class CorrectedJetsFactory {
  readonly #names: Readonly<Record<string, string>>;
  readonly #stack: JetStack;

  /**
   * @param names  fields of the jets by the inputs of the corrections: `{ JetPt: "pt", JetMass: "mass",
   *   JetEta: "eta", JetA: "area", Rho: "rho" }`, and `ptRaw`, `massRaw` (default: momentum and mass are
   *   raw), `ptGenJet` (default: smearing is stochastic), `JetPhi`, and `random` for normal numbers of
   *   your own
   * @throws NotFoundError for an input without a field; UsageError for half a resolution, and for what is no
   *   correction, as of a name that a set does not have
   */
  constructor(names: Readonly<Record<string, string>>, stack: JetStack) {
    checkRecord(names, "CorrectedJetsFactory", "names", '{ JetPt: "pt" }');
    checkOptionNames(stack, ["jec", "junc", "jer", "jersf", "variations"], "a jet stack");
    this.#names = names;
    this.#stack = stack;
    if ((stack.jer === undefined) !== (stack.jersf === undefined)) {
      throw new UsageError("jer and jersf go together");
    }
    const wanted = partsOf(stack).flatMap(({ inputs }) =>
      inputs.filter(({ type }) => type !== "string"),
    );
    for (const name of ["JetPt", "JetMass", ...wanted.map((input) => input.name)]) {
      if (!(name in names)) throw new NotFoundError("field for", name, Object.keys(names), "names");
    }
  }

  /** Names of the variations: `JER`, and `JES_` with each source. */
  uncertainties(): string[] {
    const { jer, junc = {} } = this.#stack;
    return [
      ...(jer === undefined ? [] : ["JER"]),
      ...Object.keys(junc).map((name) => `JES_${name}`),
    ];
  }

  /**
   * The jets with corrected momentum and mass; what they were is in `pt_orig`, `mass_orig`, the steps in
   * `pt_jec`, `pt_jer` and so on. Each variation is a field of records `{ up, down }`.
   *
   * @param jets  records, in lists or not
   * @throws UsageError where smearing needs random numbers and has none
   */
  build(jets: AwkwardArray, options: SmearOptions = {}): AwkwardArray {
    checkOptionNames(options, ["events", "seed"], "build");
    checkSeed(options.seed, "build");
    return scope(() => this.#build(jets, options));
  }

  #build(jets: AwkwardArray, options: SmearOptions): AwkwardArray {
    const { JetPt, JetMass, ptRaw, massRaw } = this.#names;
    const { jec = [], junc = {}, jer, jersf, variations = ["nom", "up", "down"] } = this.#stack;
    const raw = {
      pt: double(jets.field(ptRaw ?? JetPt)),
      mass: double(jets.field(massRaw ?? JetMass)),
    };
    const columns: Record<string, AwkwardArray> = {
      [`${JetPt}_orig`]: jets.field(JetPt),
      [`${JetMass}_orig`]: jets.field(JetMass),
      [ptRaw ?? `${JetPt}_raw`]: raw.pt,
      [massRaw ?? `${JetMass}_raw`]: raw.mass,
    };
    let factor: AwkwardArray | undefined;
    let now: Momentum = raw;
    for (const step of jec) {
      const by = this.#evaluate(step, jets, now);
      factor = factor === undefined ? by : multiply(factor, by);
      now = scaled(raw, factor);
    }
    columns.jet_energy_correction = factor ?? divide(raw.pt, raw.pt);
    columns[`${JetPt}_jec`] = now.pt;
    columns[`${JetMass}_jec`] = now.mass;
    const varied: Record<string, AwkwardArray> = {};
    if (jer !== undefined && jersf !== undefined) {
      const before = now;
      const resolution = this.#evaluate(jer, jets, before);
      const random = this.#random(jets, options);
      const smeared = variations.map((variation) => {
        const sf = this.#evaluate(jersf, jets, before, variation);
        return { sf, by: this.#smear(jets, before.pt, resolution, sf, random) };
      });
      columns.jet_energy_resolution = resolution;
      columns.jet_energy_resolution_scale_factor = smeared[0].sf;
      columns.jet_resolution_rand_gauss = random;
      columns.jet_energy_resolution_correction = smeared[0].by;
      now = scaled(before, smeared[0].by);
      columns[`${JetPt}_jer`] = now.pt;
      columns[`${JetMass}_jer`] = now.mass;
      const [up, down] = [1, 2].map((i) => this.#with(jets, scaled(before, smeared[i].by)));
      varied.JER = zip({ up, down }, { depthLimit: purelistDepth(jets.layout) });
    }
    for (const [source, correction] of Object.entries(junc)) {
      const relative = this.#evaluate(correction, jets, now, "up");
      const both = correction.inputs.every(({ type }) => type !== "string");
      const below = both ? relative : this.#evaluate(correction, jets, now, "down");
      columns[`jet_energy_uncertainty_${source}`] = relative;
      const [up, down] = [add(1, relative), subtract(1, below)].map((by) =>
        this.#with(jets, scaled(now, by)),
      );
      varied[`JES_${source}`] = zip({ up, down }, { depthLimit: purelistDepth(jets.layout) });
    }
    let out = this.#with(jets, now);
    for (const [name, column] of Object.entries({ ...columns, ...varied })) {
      out = withField(out, column, name);
    }
    return out;
  }

  /** The jets with another momentum and mass. */
  #with(jets: AwkwardArray, { pt, mass }: Momentum): AwkwardArray {
    const { JetPt, JetMass } = this.#names;
    return withField(withField(jets, pt, JetPt), mass, JetMass);
  }

  #evaluate(
    correction: Evaluated,
    jets: AwkwardArray,
    { pt, mass }: Momentum,
    text = "",
  ): AwkwardArray {
    const args = correction.inputs.map(({ name, type }): Argument => {
      if (type === "string") return text;
      if (name === "JetPt") return pt;
      return name === "JetMass" ? mass : jets.field(this.#names[name]);
    });
    return correction.evaluate(...args) as AwkwardArray;
  }

  #random(jets: AwkwardArray, { events, seed = 0 }: SmearOptions): AwkwardArray {
    const { random, JetEta = "eta", JetPhi = "phi" } = this.#names;
    if (random !== undefined) return double(jets.field(random));
    if (events === undefined) {
      throw new UsageError(
        "smearing takes { events }, the event numbers, or a field of random numbers",
      );
    }
    return elementwise([jets.field(JetEta), jets.field(JetPhi), events], (operands, n) => {
      const [eta, phi, event] = operands.map((operand) => doubleColumn(operand, n));
      const out = reserve("float64", n);
      kernels.corrections_normals_counter(
        seed,
        0,
        eta.address,
        phi.address,
        event.address,
        out.address,
        n,
      );
      return out;
    });
  }

  /** Factors that give the jets the resolution of data, by the hybrid method. */
  #smear(
    jets: AwkwardArray,
    pt: AwkwardArray,
    resolution: AwkwardArray,
    sf: AwkwardArray,
    random: AwkwardArray,
  ): AwkwardArray {
    const { ptGenJet, JetEta = "eta" } = this.#names;
    const spread = sqrt(maximum(subtract(multiply(sf, sf), 1), 0));
    let factor = add(1, multiply(spread, multiply(resolution, random)));
    if (ptGenJet !== undefined) {
      const generated = double(jets.field(ptGenJet));
      const relative = divide(subtract(pt, generated), pt);
      const near = less(absolute(relative), multiply(MATCHED, resolution));
      const scaledBy = add(1, multiply(subtract(sf, 1), relative));
      factor = where(logicalAnd(greater(generated, 0), near), scaledBy, factor);
    }
    const least = divide(MIN_ENERGY, cosh(double(jets.field(JetEta))));
    return where(less(multiply(factor, pt), least), divide(least, pt), factor);
  }
}

interface Momentum {
  readonly pt: AwkwardArray;
  readonly mass: AwkwardArray;
}

function scaled({ pt, mass }: Momentum, by: ArrayLike): Momentum {
  return { pt: multiply(pt, by), mass: multiply(mass, by) };
}

function double(array: AwkwardArray): AwkwardArray {
  return elementwise([array], ([column], n) => doubleColumn(column, n));
}

function doubleColumn(operand: Operand, n: number): Column<"float64"> {
  if (!isScalar(operand)) return convert(operand as Column, "float64");
  return columnOf("float64", new Float64Array(n).fill(Number(operand)));
}
