import { describe, expect, it } from "vitest";
import { checksumOf } from "../../../src/root/write/checksum.ts";
import { describeClass } from "../../../src/root/write/class-description.ts";

describe("checksumOf", () => {
  it("gives the checksums that real files have", () => {
    const names =
      "TAxis TH1 TH2D TProfile3D TGraphAsymmErrors TEfficiency TBranchElement TLeafElement";
    for (const name of names.split(" ")) {
      const { checksum, members } = describeClass(name);
      expect([name, checksumOf(name, members)]).toEqual([name, checksum]);
    }
    expect(checksumOf("vector<float>", [])).toBe(89790107);
    expect(checksumOf("vector<vector<ElementLink<DataVector<xAOD::CaloCluster_v1> > > >", [])).toBe(
      485089212,
    );
  });
});
