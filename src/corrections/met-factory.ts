import type { AwkwardArray, RecordArray } from "../array/array.ts";
import { add, arctan2, cos, hypot, multiply, sin, subtract } from "../array/functions.ts";
import { knownOptions } from "../array/option-names.ts";
import { sum } from "../array/reduce.ts";
import { withField } from "../array/with-field.ts";
import { zip } from "../array/zip.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { checkType1Names, type Transverse, type Type1Options, type1Sums } from "./type1-met.ts";

const NEEDED = [
  "METpt",
  "METphi",
  "JetPt",
  "JetPhi",
  "UnClusteredEnergyDeltaX",
  "UnClusteredEnergyDeltaY",
] as const;

/** What the Type-1 mode takes beside the jets. */
export interface Type1Inputs {
  readonly rawMET?: AwkwardArray | undefined;
  readonly corrT1METJets?: AwkwardArray | undefined;
}

/**
 * Passes corrections of jets, as `CorrectedJetsFactory` makes them, on to the missing transverse momentum:
 * it loses what the jets gain. With the variations of the jets, and of energy in no object.
 *
 * In Type-1 mode, with corrections of its own, it corrects the raw missing momentum for what jets (and soft
 * jets) gain beyond the first level, with their muons left out.
 * @see coffea.jetmet_tools.CorrectedMETFactory
 */
export class CorrectedMETFactory {
  readonly #names: Readonly<Record<(typeof NEEDED)[number], string>>;
  readonly #type1: Type1Options | undefined;

  /**
   * @param names  fields of the missing momentum, `{ METpt, METphi, UnClusteredEnergyDeltaX,
   *   UnClusteredEnergyDeltaY }`, and of the jets, `{ JetPt, JetPhi }`
   * @param options  corrections for the Type-1 mode; its further names are coffea's: `ptRaw` (or
   *   `JetRawFactor`), `JetEta`, `RawMETpt`, `RawMETphi`, `JetMuonSubtrFactor`, `JetMuonSubtrDeltaPhi`,
   *   `JetChEmEF`, `JetNeEmEF`, the corrections' inputs, and those of soft jets, `CorrT1JetPt` …
   * @throws NotFoundError for one that is missing; UsageError for one level of corrections alone
   */
  constructor(names: Readonly<Record<string, string>>, options: Type1Options = {}) {
    const known = ["jecL1L2L3", "jecL1", "jesUncertainties", "isT1SmearedMET"] as const;
    const { jecL1, jecL1L2L3 } = knownOptions(options, known, "CorrectedMETFactory");
    if ((jecL1 === undefined) !== (jecL1L2L3 === undefined)) {
      throw new UsageError("jecL1 and jecL1L2L3 go together");
    }
    for (const name of NEEDED) {
      if (!(name in names)) throw new NotFoundError("field for", name, Object.keys(names), "names");
    }
    if (jecL1 !== undefined) checkType1Names(names, false);
    this.#type1 = jecL1 === undefined ? undefined : options;
    this.#names = names as Readonly<Record<(typeof NEEDED)[number], string>>;
  }

  /** Names of the variations that are not the jets' own. */
  uncertainties(): string[] {
    return ["MET_UnclusteredEnergy"];
  }

  /**
   * The missing momentum with corrected size and direction; what they were is in `pt_orig` and `phi_orig`.
   * Each variation is a field of records `{ up, down }`: `MET_UnclusteredEnergy`, and those of the jets
   * whose names begin with JER or JES.
   *
   * @param met  records, one for each event
   * @param jets  records in lists, with the momentum before their correction in `pt_orig`
   * @param options.rawMET  the raw missing momentum, in Type-1 mode
   * @param options.corrT1METJets  jets below the threshold of the collection, in Type-1 mode
   * @throws UsageError without `rawMET` in that mode, and for either of them in the other
   */
  build(met: AwkwardArray, jets: AwkwardArray, options: Type1Inputs = {}): AwkwardArray {
    const { rawMET, corrT1METJets } = knownOptions(options, ["rawMET", "corrT1METJets"], "build");
    if (this.#type1 !== undefined) {
      if (rawMET === undefined) throw new UsageError("Type-1 corrections take { rawMET }");
      return this.#buildType1(met, jets, rawMET, corrT1METJets);
    }
    if (rawMET !== undefined || corrT1METJets !== undefined) {
      throw new UsageError(
        "rawMET and corrT1METJets belong to Type-1 mode: give jecL1 and jecL1L2L3",
      );
    }
    return scope(() => {
      const { METpt, METphi, UnClusteredEnergyDeltaX, UnClusteredEnergyDeltaY } = this.#names;
      const nominal = this.#corrected(met, jets);
      const loose = {
        x: met.field(UnClusteredEnergyDeltaX),
        y: met.field(UnClusteredEnergyDeltaY),
      };
      const varied: Record<string, AwkwardArray> = {
        MET_UnclusteredEnergy: pair(
          this.#with(met, moved(nominal, loose, add)),
          this.#with(met, moved(nominal, loose, subtract)),
        ),
      };
      for (const source of jets.fields.filter((name) => /^JE[RS]/.test(name))) {
        const [up, down] = ["up", "down"].map((way) => {
          const shifted = (jets.field(source) as RecordArray).field(way) as AwkwardArray;
          return this.#with(met, this.#corrected(met, shifted, jets));
        });
        varied[source] = pair(up, down);
      }
      let out = this.#with(met, nominal);
      out = withField(out, met.field(METpt), `${METpt}_orig`);
      out = withField(out, met.field(METphi), `${METphi}_orig`);
      for (const [name, column] of Object.entries(varied)) out = withField(out, column, name);
      return out;
    });
  }

  #buildType1(
    met: AwkwardArray,
    jets: AwkwardArray,
    rawMET: AwkwardArray,
    soft: AwkwardArray | undefined,
  ): AwkwardArray {
    const { METpt, METphi, UnClusteredEnergyDeltaX, UnClusteredEnergyDeltaY } = this.#names;
    const names: Readonly<Record<string, string>> = this.#names;
    if (soft !== undefined) checkType1Names(names, true);
    return scope(() => {
      const [pt, phi] = [rawMET.field(names.RawMETpt), rawMET.field(names.RawMETphi)];
      const raw = { x: multiply(pt, cos(phi)), y: multiply(pt, sin(phi)) };
      const sums = type1Sums(names, this.#type1 ?? {}, jets, soft);
      const nominal = moved(raw, sums.nominal, subtract);
      const loose = {
        x: met.field(UnClusteredEnergyDeltaX),
        y: met.field(UnClusteredEnergyDeltaY),
      };
      let out = this.#with(met, nominal);
      out = withField(out, pt, `${METpt}_orig`);
      out = withField(out, phi, `${METphi}_orig`);
      const ways = [add, subtract].map((how) => this.#with(met, moved(nominal, loose, how)));
      out = withField(out, pair(ways[0], ways[1]), "MET_UnclusteredEnergy");
      for (const [source, gained] of Object.entries(sums.variations)) {
        const [up, down] = gained.map((by) => this.#with(met, moved(raw, by, subtract)));
        out = withField(out, pair(up, down), source);
      }
      return out;
    });
  }

  /** @param before  where the momenta before their correction are, if not in `jets` */
  #corrected(met: AwkwardArray, jets: AwkwardArray, before: AwkwardArray = jets): Transverse {
    const { METpt, METphi, JetPt, JetPhi } = this.#names;
    const original = `${JetPt}_orig`;
    const from = jets.fields.includes(original) ? jets : before;
    const gain = subtract(jets.field(JetPt), from.field(original));
    const [pt, phi, jetPhi] = [met.field(METpt), met.field(METphi), jets.field(JetPhi)];
    const part = (of: typeof cos): AwkwardArray =>
      subtract(multiply(pt, of(phi)), sum(multiply(gain, of(jetPhi)), { axis: 1 }) as AwkwardArray);
    return { x: part(cos), y: part(sin) };
  }

  /** The record with another momentum. */
  #with(met: AwkwardArray, { x, y }: Transverse): AwkwardArray {
    const { METpt, METphi } = this.#names;
    return withField(withField(met, hypot(x, y), METpt), arctan2(y, x), METphi);
  }
}

function moved({ x, y }: Transverse, by: Transverse, how: typeof add): Transverse {
  return { x: how(x, by.x), y: how(y, by.y) };
}

function pair(up: AwkwardArray, down: AwkwardArray): AwkwardArray {
  return zip({ up, down }, { depthLimit: 1 });
}
