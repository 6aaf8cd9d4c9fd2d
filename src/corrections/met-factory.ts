import type { AwkwardArray, RecordArray } from "../array/array.ts";
import { add, arctan2, cos, hypot, multiply, sin, subtract } from "../array/functions.ts";
import { sum } from "../array/reduce.ts";
import { withField } from "../array/with-field.ts";
import { zip } from "../array/zip.ts";
import { NotFoundError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";

const NEEDED = [
  "METpt",
  "METphi",
  "JetPt",
  "JetPhi",
  "UnClusteredEnergyDeltaX",
  "UnClusteredEnergyDeltaY",
] as const;

/** A vector in the transverse plane. */
interface Transverse {
  readonly x: AwkwardArray;
  readonly y: AwkwardArray;
}

/**
 * Passes corrections of jets, as `CorrectedJetsFactory` makes them, on to the missing transverse momentum:
 * it loses what the jets gain. With the variations of the jets, and of energy in no object.
 * @see coffea.jetmet_tools.CorrectedMETFactory, without correctors of its own
 */
export class CorrectedMETFactory {
  readonly #names: Readonly<Record<(typeof NEEDED)[number], string>>;

  /**
   * @param names  fields of the missing momentum, `{ METpt, METphi, UnClusteredEnergyDeltaX,
   *   UnClusteredEnergyDeltaY }`, and of the jets, `{ JetPt, JetPhi }`
   * @throws NotFoundError for one that is missing
   */
  constructor(names: Readonly<Record<string, string>>) {
    for (const name of NEEDED) {
      if (!(name in names)) throw new NotFoundError("field for", name, Object.keys(names), "names");
    }
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
   */
  build(met: AwkwardArray, jets: AwkwardArray): AwkwardArray {
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
