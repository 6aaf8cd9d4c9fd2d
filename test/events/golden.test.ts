import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { combinations } from "../../src/array/combinations.ts";
import { greater, multiply } from "../../src/array/functions.ts";
import { get } from "../../src/array/get.ts";
import { padNone } from "../../src/array/pad.ts";
import { type NanoArray, NanoEvents } from "../../src/events/nano-events.ts";
import { hasFlags, NanoAODSchema } from "../../src/events/nanoaod.ts";
import { PHYSLITESchema } from "../../src/events/physlite.ts";
import { addSystematic } from "../../src/events/systematics.ts";
import { add } from "../../src/vector/arithmetic.ts";
import { nearest } from "../../src/vector/nearest.ts";
import { sum } from "../../src/vector/sum.ts";
import { needsReference, readData, readJson, requireData } from "../data.ts";

interface Golden {
  readonly file: string;
  readonly tree: string;
  readonly schema: string;
  readonly events: number;
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  readonly cases: readonly { readonly path: string; readonly values: readonly unknown[] }[];
}

const schemas = { PHYSLITESchema, NanoAODSchema };

function follow(events: NanoArray, path: string): AwkwardArray {
  if (path === "nearest") return nearest(events.Muon, events.Jet).pt;
  if (path === "hasFlags") return hasFlags(events.GenPart, "isPrompt", "isLastCopy");
  if (path === "pairs") return pairsOf(events.Muon).charge;
  if (path === "fours") return add(pairsOf(events.Muon), pairsOf(events.Muon)).field("charge");
  if (path === "sums") return sum(events.Muon).field("charge");
  const [first, ...rest] = path.split(".");
  const along = (names: readonly string[], from: NanoArray): NanoArray =>
    names.reduce((array, name) => array[name], from);
  if (first === "varied") return along(rest, variedMuons(events.Muon).systematics);
  return along([first, ...rest], events);
}

/** Muons with the systematics of scripts/golden/events.py, filtered afterwards. */
function variedMuons(muons: NanoArray): NanoArray {
  const by = (factor: number) => (column: NanoArray) => multiply(column, factor);
  const turned = (pt: number, phi: number) => (both: NanoArray) => ({
    pt: multiply(both.pt, pt),
    phi: multiply(both.phi, phi),
  });
  let out = addSystematic(muons, "PtScale", "pt", { up: by(1.5), down: by(0.75) });
  out = addSystematic(out, "SF", "weight", { up: by(1.25), down: by(0.5) });
  out = addSystematic(out, "Both", ["pt", "phi"], { up: turned(2, 0.5), down: turned(0.5, 0.25) });
  return get(out, greater(out.pt, 10) as AwkwardArray) as NanoArray;
}

/** Sums of two of the objects of each event; missing where there is one. */
function pairsOf(objects: NanoArray): NanoArray {
  const pairs = combinations(padNone(objects, 2), 2);
  return add(pairs.field("0"), pairs.field("1")) as unknown as NanoArray;
}

/** Derived quantities are float64 here and float32 there. */
function close(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => close(one, b[i]));
  }
  if (typeof a === "bigint") return Number(a) === b;
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Object.is(a, b) || a === b || Math.abs(a - b) <= FLOAT32 * Math.abs(b);
}
/** Paths in one call: few, since it is repeated for each new column. */
const AT_ONCE = 10;
/** A few float32 roundings. */
const FLOAT32 = 1e-6;

describe.each(["physlite", "physlite-rntuple", "nano-dy", "nano-dimuon"])(
  "NanoEvents, %s",
  (name) => {
    it("has the collections, fields and links of the peer", async ({ skip }) => {
      const golden = await readJson<Golden>(`test/data/events/${name}.json`);
      const path = await requireData(`root/${golden.file}`);
      if (path === undefined) return skip(needsReference);
      const bytes = await readData(path);
      const schema = schemas[golden.schema as keyof typeof schemas];
      const events = await NanoEvents.fromRoot(bytes, { schema });
      const wrong: string[] = [];
      const { cases, events: count } = golden;
      for (let i = 0; i < cases.length; i += AT_ONCE) {
        const some = cases.slice(i, i + AT_ONCE);
        const lists = await NanoEvents.load(events, (all) =>
          some.map(({ path }) => follow(all, path).slice(0, count).toList()),
        );
        for (const [j, { path, values }] of some.entries()) {
          if (!close(lists[j], values)) wrong.push(path);
        }
      }
      expect(wrong).toEqual([]);
      const collections = Object.entries(golden.fields ?? {});
      const ours = await NanoEvents.load(events, (all) =>
        collections.map(([name]) => (name === "fields" ? all : all.field(name)).fields),
      );
      for (const [i, [collection, fields]] of collections.entries()) {
        const wanted = [...fields].sort();
        expect({ collection, fields: [...ours[i]].sort() }).toEqual({ collection, fields: wanted });
      }
      events.dispose();
    });
  },
);
