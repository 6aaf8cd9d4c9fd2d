// Puts the speeds of bench/results/latest.json into README's table: `npm run bench`, then this.
// `--check` only says whether they agree.
import { readFileSync, writeFileSync } from "node:fs";

const [start, end] = ["<!-- bench:start -->", "<!-- bench:end -->"];
const { machine, versions, rows, date } = JSON.parse(
  readFileSync("bench/results/latest.json", "utf8"),
);

/** Three digits in the unit that a reader would choose. */
function time({ ms }) {
  const [value, unit] = ms < 1 ? [ms * 1000, "µs"] : ms < 1000 ? [ms, "ms"] : [ms / 1000, "s"];
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
}

/** What a reader looks for first comes first; a row is in the first group that has its name. */
const groups = {
  Analyses: /^(Program 2|Dask|first import)/,
  Corrections: /electrons|payload/,
  "Histograms, arrays, vectors": /^(fill|jagged|mass)/,
  Reading: /^read/,
  Writing: /^write/,
  Others: /^/,
  "Codecs alone": /^((xz|zstd) level|compress)/,
};

const groupOf = ({ name }) => {
  const found = Object.keys(groups).filter((group) => groups[group].test(name));
  return found.find((group) => group !== "Others") ?? "Others";
};

const withPeer = rows.filter(({ peer }) => peer);
const lines = Object.keys(groups).flatMap((group) => {
  const found = withPeer.filter((row) => groupOf(row) === group);
  const head = found.length > 0 ? [`| **${group}** | | | | |`] : [];
  return head.concat(
    found.map(
      ({ name, ours, peer, ratio }) =>
        `| ${name} | ${time(ours)} | ${time(peer)} | ${ratio.toFixed(2)}x | ${peer.name} |`,
    ),
  );
});
const table = [
  "| | hepwasm | peer | ratio | the peer |",
  "|---|---:|---:|---:|---|",
  ...lines,
  "",
  `Node ${versions.node}, ${machine.cpu} (${machine.cores} cores), ${date.slice(0, 10)}; one thread where no row says otherwise; medians, wall clock.`,
].join("\n");

const readme = readFileSync("README.md", "utf8");
const before = readme.slice(0, readme.indexOf(start) + start.length);
const after = readme.slice(readme.indexOf(end));
const filled = `${before}\n${table}\n${after}`;
if (!process.argv.includes("--check")) writeFileSync("README.md", filled);
else if (filled !== readme) {
  console.error(
    "README's table is not what bench/results/latest.json holds: node scripts/readme-table.mjs",
  );
  process.exit(1);
}
