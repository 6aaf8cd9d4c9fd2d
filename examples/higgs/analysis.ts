import { ak, type Events, Hist, type Processor, vector } from "hepwasm";

/** What turns generated events into expected ones; `samples.json` has it for each sample. */
export interface Sample {
  /** Cross section in pb. */
  readonly xsec: number;
  /** Sum of the weights of all generated events, and the filter's efficiency. */
  readonly sumw: number;
  readonly red_eff: number;
}

export interface HZZResult {
  data: Hist;
  MC: Hist;
  /** Events by file, before and after the selection. */
  read: Record<string, number>;
  selected: Record<string, number>;
}

const lumi = 10_000; // pb^-1
const variations = ["nominal", "scaleFactorUP", "scaleFactorDOWN", "m4lUP", "m4lDOWN"];

/** Neutral events with four electrons, two electrons and two muons, or four muons. */
function leptonFilter(charge: ak.Array, type: ak.Array): ak.Array {
  const flavour = ak.sum(type, { axis: 1 });
  const [eeee, eemm, mmmm] = [44, 48, 52].map((sum) => ak.equal(flavour, sum));
  return ak.and(ak.equal(ak.sum(charge, { axis: 1 }), 0), ak.or(eeee, ak.or(eemm, mmmm)));
}

function eventWeight(events: Events, { xsec, sumw, red_eff }: Sample): ak.Array {
  const factors = [
    events.mcWeight,
    events.scaleFactor_ELE,
    events.scaleFactor_MUON,
    events.scaleFactor_LepTRIGGER,
    events.scaleFactor_PILEUP,
  ];
  const product = factors.reduce((all, factor) => ak.multiply(all, factor));
  return ak.multiply(product, (lumi * xsec) / (sumw * red_eff));
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
    const first4 = (leptons: ak.Array) => ak.slice(leptons, { axis: 1, stop: 4 });
    const counted = this.#firstFour ? first4 : (leptons: ak.Array) => leptons;

    const sel = events.filter(leptonFilter(counted(events.lep_charge), counted(events.lep_type)));
    const leptons = vector.zip({
      pt: sel.lep_pt,
      eta: sel.lep_eta,
      phi: sel.lep_phi,
      energy: sel.lep_E,
    });
    const mllll = ak.divide(vector.sum(first4(leptons)).mass, 1000); // GeV

    const mass = Hist.new.reg(34, 80, 250, { name: "mllll", label: "m_{4l} [GeV]" });
    const byDataset = mass.strCat([], { name: "dataset", growth: true });
    const data = byDataset.double();
    const MC = byDataset.strCat(variations, { name: "variation" }).weight();
    if (sample === undefined) {
      data.fill({ mllll, dataset });
    } else {
      const weight = eventWeight(sel, sample as Sample);
      const scaled = (by: number) => ({ weight: ak.multiply(weight, by) });
      const shifted = (by: number) => ak.multiply(mllll, by);
      MC.fill({ mllll, dataset, variation: "nominal" }, { weight });
      MC.fill({ mllll, dataset, variation: "scaleFactorUP" }, scaled(1.1));
      MC.fill({ mllll, dataset, variation: "scaleFactorDOWN" }, scaled(0.9));
      MC.fill({ mllll: shifted(1.01), dataset, variation: "m4lUP" }, { weight });
      MC.fill({ mllll: shifted(0.99), dataset, variation: "m4lDOWN" }, { weight });
    }
    const [read, selected] = [{ [filename]: events.length }, { [filename]: sel.length }];
    return { data, MC, read, selected };
  }
}
