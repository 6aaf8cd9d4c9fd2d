import { faults } from "./awkward/faults.ts";
import type { Disputed } from "./report.ts";

const delphes = "skhep/uproot-issue513.root:Delphes;1";
const timeslice =
  "skhep/uproot-issue433-splitlevel2.root:KM3NET_TIMESLICE_L0;1:km3net_timeslice_L0/" +
  "KM3NETDAQ::JDAQTimeslice/KM3NETDAQ::JDAQTimesliceHeader/KM3NETDAQ::JDAQHeader/" +
  "KM3NETDAQ::JDAQChronometer/timeslice_start";

/** Bits of TObjects to which TRefs point, of these collections; elements by the record, and there are. */
const collections: [string, number, number][] = [
  ["Track", 1227, 818],
  ["EFlowTrack", 1227, 818],
  ["EFlowPhoton", 780, 520],
  ["EFlowNeutralHadron", 1140, 760],
];

const packed = "skhep/uproot-double32-float16.root:tree;1";

/** Positions and momenta of classes without a version, whose frames have a checksum. */
const vectors = [
  "Neg/trkana;1:demc/_opos",
  "Pos/trkana;1:demc/_opos",
  ...["cent", "cmid", "cxit"].flatMap((at) =>
    ["_mom", "_pos"].map((member) => `Neg/trkana;1:dem${at}/${member}`),
  ),
].map((name) => `skhep/uproot-issue-513.root:TrkAna${name}`);

/** Cases whose record is wrong, each with evidence that does not come from us. */
export const disputed: readonly Disputed[] = [
  ...faults,
  ...collections.map(([name, recorded, stored]) => ({
    kind: "trees",
    case: `${delphes}:${name}/${name}.fBits`,
    reason:
      "TObject::Streamer writes 32 bits and, where bit 4 (kIsReferenced) is set, 16 bits of a process " +
      "number; uproot takes the 6 bytes of each element for one and a half numbers",
    evidence:
      `the record has ${recorded} elements; ${name}_size and the record of ${name}/${name}.fUniqueID ` +
      `say ${stored}`,
  })),
  {
    kind: "trees",
    case: timeslice,
    reason: "uproot takes two bytes of the object's header for the beginning of its first member",
    evidence:
      "an entry is 40 00 00 0a (byte count 10), 00 01 (version 1), 5d 18 f5 1b (seconds: 30 June 2019), " +
      "01 dc d6 50 (cycles of 16 ns in a second: below 62,500,000; the record says 1,356,258,305)",
  },
  ...["skhep/uproot-demo-double32.root:T;1:d/fI32", `${packed}:double32_32`].map((name) => ({
    kind: "trees",
    case: name,
    reason: "32 bits of a range are 2^32 - 1 steps in ROOT's files, uproot takes them for 2^32",
    evidence:
      "fI32 holds the values of fD64: as recorded they differ by up to 1.463e-9, which is a whole step of " +
      "the range of 2 pi; with 2^32 - 1 steps by up to 0.731e-9, half a step",
  })),
  ...["float16_16", "float16_10", "float16_5", "float16_3", "array_10"].map((name) => ({
    kind: "trees",
    case: `${packed}:${name}`,
    reason:
      "ROOT computes a Float16_t of a range in double precision (TBufferFile::ReadWithFactor), uproot in " +
      "single",
    evidence:
      "float16_10, entry 2 is 138 of 1024 steps from -2.71 to 10: -0.99712890625, of which the nearest " +
      "float32 is -0.9971289; the record has -0.99712896",
  })),
  ...vectors.map((name) => ({
    kind: "trees",
    case: name,
    reason:
      "frames of version 0 have 4 bytes of checksum; uproot takes them, and frames, for coordinates",
    evidence:
      "an entry of demc/_opos is 40 00 00 1c 00 00 54 56 25 64 (byte count, version, checksum), 40 00 00 12 " +
      "00 00 ea fb a0 0a (the same of the coordinates), then three floats: -24.9, 25.3, -4388.9; the " +
      "record's largest x is 2e38",
  })),
  {
    kind: "hist",
    case: "edges of var_circ",
    reason:
      "boost-histogram 1.8.1 takes the two parts of modf the wrong way round when it reports edges of " +
      "a circular variable axis: 0, 0.3, 1.7, 2 becomes 0, 0.3, 0.6, 2",
    evidence:
      "the axis is defined by the edges 0, 0.3, 1.7, 2 (data/FORMATS.md), and the recorded fills follow " +
      "these: a value of 1 lies in the second bin",
  },
  {
    kind: "awkward",
    case: "float16",
    reason: "results of float16 are not offered: functions of bool and 8-bit integers are refused",
    evidence:
      "FORMATS.md section 9 leaves float16 open; the error names it and says to convert first",
  },
  {
    kind: "stats",
    case: "kitchen_sink/minos",
    reason:
      "bounds are said to come first for lumi and sig_theory, which the data do not determine",
    evidence:
      "-2 log L depends on sig_theory only through mu times its factor, and on lumi only through lumi times " +
      "mu and k_bkg1: the profiles are the constraints' own parabolas, which reach 1 at one width (0.017 " +
      "and 1), far from the bounds (0.5 and -5); the record has +0.017 itself for the other side of lumi",
  },
  {
    kind: "stats",
    case: "cabinetry_example/toys",
    reason: "the conditional fit of toy 10 is recorded in the higher one of two valleys",
    evidence:
      "q is recorded as 4.5883, so -2 log L = 20.0032 at mu = 1; pyhf's own -2 log L of this toy at mu = 1 " +
      "and the other minimum (Modeling -0.014, WeightBasedModeling -0.040, Luminosity 1.106) is 19.7982",
  },
  ...[0, 1, 2].map((strategy) => ({
    kind: "iminuit",
    case: `rosenbrock/strategy${strategy}`,
    reason: "uncertainties are recorded where MIGRAD stopped, 1 to 3 % from those at the minimum",
    evidence:
      "at the minimum (1, 1) the Hessian is [[802, -400], [-400, 200]], so the covariance is [[1, 2], [2, 4.01]]: " +
      "errors 1 and 2.0025; the records have 0.987, 0.984 and 1.029 for the first of them",
  })),
];
