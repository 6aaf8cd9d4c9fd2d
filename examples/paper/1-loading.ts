// The paper's Program 1: electrons of PHYSLITE files as arrays, reading only the named branches.
//
//     npx tsx examples/paper/1-loading.ts FILE.root ...

import { ak, vector } from "hepwasm";
import { NanoEvents, PHYSLITESchema } from "hepwasm/events";

const files = process.argv.slice(2);
const branches = /^AnalysisElectronsAuxDyn[.:](pt|eta|phi|m|charge)$/;
const events = await NanoEvents.fromRoot(files, { schema: PHYSLITESchema, filterName: branches });

const electrons = events.Electrons;
console.log(electrons.type);
console.log(`${events.length} events with ${ak.sum(ak.num(electrons))} electrons`);

const pairs = electrons.filter(ak.equal(ak.num(electrons), 2));
const mass = ak.divide(vector.sum(pairs).mass, 1000);
console.log(`mass of the two of an event [GeV]: ${mass}`);
