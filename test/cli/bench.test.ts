import { describe, expect, it } from "vitest";
import type { Throughput } from "../../src/corrections/measure-throughput.ts";
import { throughputKinds } from "../../src/corrections/throughput.ts";
import { hepwasm } from "./command.ts";

const small = ["bench", "corrections", "--objects", "3000", "--json"];

describe("hepwasm bench corrections", () => {
  it("measures a tool in as many variations as it has, with the same bits on threads", async () => {
    const only = ["--only", "jet*", "--variations", "3"];
    const one = await hepwasm([...small, ...only]);
    const three = await hepwasm([...small, ...only, "--threads", "3"]);
    const [alone] = JSON.parse(one.out) as Throughput[];
    const [shared] = JSON.parse(three.out) as Throughput[];
    expect(alone).toMatchObject({ kind: "jet uncertainties", objects: 3000, variations: 3 });
    expect(alone?.perSecond).toBeGreaterThan(0);
    expect(shared).toMatchObject({ threads: 3, checksum: alone?.checksum });
  });

  it("says what there is to measure, and which numbers make sense", async () => {
    const unknown = await hepwasm(["bench", "corrections", "--only", "jet uncertainty"]);
    expect(unknown.status).toBe(1);
    expect(unknown.err).toContain('did you mean "jet uncertainties"');
    const none = await hepwasm(["bench", "corrections", "--objects", "0"]);
    expect(none.status).toBe(2);
    expect(none.err).toContain("--objects 0: a whole number between 1 and");
  });

  it("knows electrons, muons, jets, events and payloads", () => {
    for (const what of ["electron", "muon", "jet", "pile-up", "payload"]) {
      expect(throughputKinds.some((kind) => kind.startsWith(what))).toBe(true);
    }
  });
});
