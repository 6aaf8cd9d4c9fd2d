// One cold start, timed: the built package, as a user's program imports it.
const begin = performance.now();
const before = process.cpuUsage();
const { ak, Hist, openRoot } = await import("hepwasm");

const file = await openRoot(process.argv[2]);
const tree = await file.tree("events");
const { Muon_Px } = await tree.arrays(["Muon_Px"]);
const histogram = Hist.new.reg(50, -100, 100, { name: "px" }).double();
histogram.fill({ px: ak.flatten(Muon_Px) });
const values = histogram.values({ flow: true });
const ms = performance.now() - begin;
const { user, system } = process.cpuUsage(before);

console.log(
  JSON.stringify({ sample: { ms, cpu: (user + system) / 1000 }, answer: Array.from(values) }),
);
await file.close();
