import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { fromIter, toList } from "../../src/array/from.ts";
import { withField, withoutField } from "../../src/array/with-field.ts";
import { CorrectionSet } from "../../src/corrections/correction-set.ts";
import { CorrectedMETFactory } from "../../src/corrections/met-factory.ts";
import type { Type1Options } from "../../src/corrections/type1-met.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { readJson } from "../data.ts";

interface Golden {
  readonly payload: object;
  readonly names: Readonly<Record<string, string>>;
  readonly met: readonly unknown[];
  readonly raw: readonly unknown[];
  readonly jets: readonly unknown[];
  readonly soft: readonly unknown[];
  readonly cases: readonly {
    readonly smeared: boolean;
    readonly source: boolean;
    readonly soft: boolean;
    readonly rawFactor: boolean;
    readonly fields: readonly string[];
    readonly values: Readonly<Record<string, readonly [pt: number[], phi: number[]]>>;
  }[];
}

/** Of the momenta: coffea's factors are rounded to float32. */
const FLOAT32 = 2e-5;

describe("CorrectedMETFactory in Type-1 mode", () => {
  it("gives coffea's momenta and variations", async () => {
    const golden = await readJson<Golden>("test/data/corrections/type1-met.json");
    const set = CorrectionSet.fromObject(golden.payload as never);
    const [met, raw, jets, soft] = [golden.met, golden.raw, golden.jets, golden.soft].map(
      (list) => fromIter(list as never) as AwkwardArray,
    );
    const known = withField(withoutField(jets, "pt_raw"), 0.05, "rawFactor");
    const before = memoryUsage().columns;
    for (const one of golden.cases) {
      const options: Type1Options = {
        // As one compound correction, and as steps.
        jecL1L2L3: one.smeared ? set.compound.get("L1L2L3") : [set.get("L1"), set.get("L2L3")],
        jecL1: set.get("L1"),
        jesUncertainties: one.source ? { JES_Source: set.get("Source") } : {},
        isT1SmearedMET: one.smeared,
      };
      const factory = new CorrectedMETFactory(golden.names, options);
      const out = factory.build(met, one.rawFactor ? known : jets, {
        rawMET: raw,
        corrT1METJets: one.soft ? soft : undefined,
      });
      expect([...out.fields].sort()).toEqual([...one.fields].sort());
      for (const [name, [pt, phi]] of Object.entries(one.values)) {
        const path = name === "" ? [] : name.split(".");
        const array = path.reduce((now, field) => now.field(field), out);
        const [x, y] = [toList(array.field("pt")), toList(array.field("phi"))] as number[][];
        const wrong = pt.filter((value, i) => {
          const apart = Math.abs(x[i] - value) + value * Math.abs(y[i] - phi[i]);
          return !(apart <= FLOAT32 * Math.max(value, 10));
        });
        expect({ name, wrong }).toEqual({ name, wrong: [] });
      }
      expect(toList(out.field("pt_orig"))).toEqual(toList(raw.field("pt")));
      out.dispose();
    }
    expect(memoryUsage().columns).toBe(before);
    expect(golden.cases.length).toBeGreaterThan(4);

    const both = { jecL1: set.get("L1"), jecL1L2L3: set.compound.get("L1L2L3") };
    expect(() => new CorrectedMETFactory(golden.names, { jecL1: both.jecL1 })).toThrow("together");
    const { JetChEmEF: _, ...fewer } = golden.names;
    expect(() => new CorrectedMETFactory(fewer, both)).toThrow('no field for "JetChEmEF"');
    const factory = new CorrectedMETFactory(golden.names, both);
    expect(() => factory.build(met, jets)).toThrow("take { rawMET }");
    const { CorrT1JetEmEF: __, ...softless } = golden.names;
    const partial = new CorrectedMETFactory(softless, both);
    expect(() => partial.build(met, jets, { rawMET: raw, corrT1METJets: soft })).toThrow(
      'no field for "CorrT1JetEmEF"',
    );
    const bare = withoutField(jets, "pt_raw");
    expect(() => factory.build(met, bare, { rawMET: raw })).toThrow("raw momentum of the jets");
    const plain = new CorrectedMETFactory(golden.names);
    expect(() => plain.build(met, jets, { rawMET: raw })).toThrow("belong to Type-1 mode");
  });
});
