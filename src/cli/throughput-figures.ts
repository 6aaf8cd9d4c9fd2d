import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { measureThroughput, type Throughput } from "../corrections/measure-throughput.ts";
import { DEFAULT_COLORS } from "../plot/colors.ts";
import type { Figure } from "../plot/figure.ts";
import { figure } from "../plot/figure-of.ts";
import type { Mark } from "../plot/marks.ts";

/** ms of a point: there are many. */
const TIME = 100;

type Markers = readonly ("circle" | "square" | "triangle" | "open" | "cross")[];
const markers: Markers = ["circle", "square", "triangle", "open", "cross"];

/**
 * Measures and draws throughput against the number of variations and of objects, one thread.
 *
 * @param folder  made where it is missing; existing figures are replaced
 * @returns the files
 */
export async function saveThroughputFigures(
  folder: string,
  kinds: readonly string[],
  objects: number,
  variations: number,
  signal: AbortSignal,
): Promise<string[]> {
  const counts = [1, 2, 3, 5, 9, 17].filter((count) => count <= Math.max(variations, 9));
  const sizes = [1e3, 1e4, 1e5, 1e6, 1e7].filter((size) => size <= objects);
  const byVariations: Throughput[][] = [];
  const byObjects: Throughput[][] = [];
  for (const kind of kinds) {
    const point = (size: number, count: number): Promise<Throughput> =>
      measureThroughput({
        kind,
        objects: size,
        variations: count,
        threads: 1,
        minTime: TIME,
        signal,
      });
    const varied: Throughput[] = [];
    for (const count of counts) {
      const next = await point(Math.min(objects, 1e5), count);
      // A tool with fewer systematics has no more to show.
      if (next.variations === count) varied.push(next);
    }
    byVariations.push(varied);
    const sized: Throughput[] = [];
    for (const size of sizes) sized.push(await point(size, variations));
    byObjects.push(sized);
  }
  await mkdir(folder, { recursive: true });
  const files = {
    "corrections-variations.svg": throughputFigure(
      byVariations.filter((rows) => rows.length > 1),
      ({ variations: count }) => count,
      "Variations in one pass",
    ),
    "corrections-objects.svg": throughputFigure(byObjects, ({ objects: n }) => n, "Objects"),
  };
  const paths: string[] = [];
  for (const [name, drawn] of Object.entries(files)) {
    const path = join(folder, name);
    await drawn.save(path);
    paths.push(path);
  }
  return paths;
}

/** Objects corrected in one variation, a second: a line of points for each tool. */
function throughputFigure(
  lines: readonly (readonly Throughput[])[],
  x: (row: Throughput) => number,
  title: string,
): Figure {
  const marks = lines.flatMap((rows, i): Mark[] => {
    const at = Float64Array.from(rows, x);
    const y = Float64Array.from(rows, ({ nsPerVariation }) => 1000 / nsPerVariation);
    const color = DEFAULT_COLORS[i % DEFAULT_COLORS.length];
    const marker = markers[Math.floor(i / DEFAULT_COLORS.length) % markers.length];
    return [
      { kind: "curve", x: at, y, line: { color } },
      { kind: "points", x: at, y, color, marker, label: rows[0].kind },
    ];
  });
  const panel = { marks, y: { title: "10^{6} objects #times variations / s", log: true } };
  return figure({
    panels: [panel],
    x: { title, log: true },
    label: {},
  });
}
