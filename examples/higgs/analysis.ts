import { ak, type Events, Hist, type Processor, vector } from "hepwasm";

/** What turns generated events into expected ones; `samples.json` has it for each sample. */
export interface Sample {
  /** Cross section in pb. */
  readonly xsec: number;
  /** Sum of the weights of all generated events, and the filter's efficiency. */
  readonly sumw: number;
  readonly red_eff: number;
}

const lumi = 10_000; // pb^-1
const variations = ["nominal", "scaleFactorUP", "scaleFactorDOWN", "m4lUP", "m4lDOWN"];
const factors = ["mcWeight", "ELE", "MUON", "LepTRIGGER", "PILEUP"];

/** Neutral events with four electrons, two electrons and two muons, or four muons. */
function leptonFilter(charge: ak.Array, type: ak.Array): ak.Array {
  const flavour = ak.sum(type, { axis: 1 });
  const pairs = [44, 48, 52].map((sum) => ak.equal(flavour, sum)).reduce(ak.or);
  return ak.and(ak.equal(ak.sum(charge, { axis: 1 }), 0), pairs);
}

function weights(events: Events, { xsec, sumw, red_eff }: Sample): ak.Array {
  const columns = factors.map((name) =>
    events.field(name === "mcWeight" ? name : `scaleFactor_${name}`),
  );
  return ak.multiply(columns.reduce(ak.multiply), (lumi * xsec) / (sumw * red_eff));
}

export interface HZZResult {
  data: Hist;
  MC: Hist;
  /** Events by file, before and after the selection. */
  read: Record<string, number>;
  selected: Record<string, number>;
}

/** The four-lepton mass of data and, where the metadata hold a `sample`, of simulation. */
export class HZZAnalysis implements Processor<HZZResult> {
  readonly #firstFour: boolean;

  /** @param firstFour  select on the first four leptons of an event instead of all */
  constructor({ firstFour = false } = {}) {
    this.#firstFour = firstFour;
  }

  process(events: Events): HZZResult {
    const { dataset, filename, sample } = events.metadata;
    const first = (column: ak.Array) => ak.slice(column, { axis: 1, stop: 4 });
    const considered = this.#firstFour ? first : (column: ak.Array) => column;

    const selected = events.filter(
      leptonFilter(considered(events.lep_charge), considered(events.lep_type)),
    );
    const leptons = vector.zip({
      pt: selected.lep_pt,
      eta: selected.lep_eta,
      phi: selected.lep_phi,
      energy: selected.lep_E,
    });
    const mllll = ak.divide(vector.sum(first(leptons)).mass, 1000); // GeV

    const mass = Hist.new.reg(34, 80, 250, { name: "mllll", label: "m_{4l} [GeV]" });
    const data = mass.strCat([], { name: "dataset", growth: true }).double();
    const MC = mass
      .strCat([], { name: "dataset", growth: true })
      .strCat(variations, { name: "variation" })
      .weight();

    if (sample === undefined) {
      data.fill({ mllll, dataset });
    } else {
      const weight = weights(selected, sample as Sample);
      const fill = (variation: string, scale: number, shift: number) =>
        MC.fill(
          { mllll: ak.multiply(mllll, shift), dataset, variation },
          { weight: ak.multiply(weight, scale) },
        );
      fill("nominal", 1, 1);
      fill("scaleFactorUP", 1.1, 1);
      fill("scaleFactorDOWN", 0.9, 1);
      fill("m4lUP", 1, 1.01);
      fill("m4lDOWN", 1, 0.99);
    }
    return {
      data,
      MC,
      read: { [filename]: events.length },
      selected: { [filename]: selected.length },
    };
  }
}
