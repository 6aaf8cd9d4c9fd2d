/*
 * Writes docs/gallery.md and its images; with --check says whether those in the repository are still what the
 * figures look like, within what one can see.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { FIGURES } from "../test/plot/gallery-figures.ts";
import { difference, readPng } from "../test/plot/png-pixels.ts";

const FOLDER = "docs/images/gallery";
const check = process.argv.includes("--check");

const page = [
  "# Gallery",
  "",
  "Each figure is drawn by `npm run gallery`, with the package's own font; `z`, `top`, `data`, `mc` and the",
  "like are histograms that `test/plot/gallery-histograms.ts` fills. `figure.svg()`, `figure.png()` and",
  "`figure.save(path)` write any of them. [figures.md](figures.md) goes through mplhep and cabinetry function by function.",
  ...FIGURES.flatMap(({ name, title, code }) => [
    "",
    `## ${title}`,
    "",
    "```ts",
    `${code};`,
    "```",
    "",
    `![${title}](images/gallery/${name}.png)`,
  ]),
  "",
].join("\n");

mkdirSync(FOLDER, { recursive: true });
const stale: string[] = [];
for (const { name, make } of FIGURES) {
  const path = `${FOLDER}/${name}.png`;
  const png = await make().png({ scale: 1 });
  if (!check) writeFileSync(path, png);
  else if (difference(await readPng(png), await readPng(readFileSync(path))) > 0.0005) {
    stale.push(path);
  }
}
if (!check) writeFileSync("docs/gallery.md", page);
else if (readFileSync("docs/gallery.md", "utf8") !== page) stale.push("docs/gallery.md");
if (stale.length > 0) {
  console.error(`no longer what is drawn: ${stale.join(", ")}; npm run gallery writes them anew`);
  process.exitCode = 1;
} else console.log(`${FIGURES.length} figures ${check ? "are up to date" : "written"}`);
