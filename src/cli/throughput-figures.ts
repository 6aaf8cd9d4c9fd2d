import { join } from "node:path";
import { measureThroughput, type Throughput } from "../corrections/measure-throughput.ts";
import { makeFolder } from "../node-files.ts";
import { DEFAULT_COLORS } from "../plot/colors.ts";
import type { Figure } from "../plot/figure.ts";
import type { AxisLook } from "../plot/figure-content.ts";
import { figure } from "../plot/figure-of.ts";
import type { Mark } from "../plot/marks.ts";

/** ms of a point: there are many. */
const TIME = 100;

type Markers = readonly ("circle" | "square" | "triangle" | "cross")[];
const markers: Markers = ["circle", "square", "triangle", "cross"];

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
  const sizes = sizesTo(objects);
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
  makeFolder(folder);
  const files = {
    "corrections-variations.svg": throughputFigure(
      byVariations.filter((rows) => rows.length > 1),
      ({ variations: count }) => count,
      { title: "Variations in one pass", range: [0, counts[counts.length - 1] + 1] },
    ),
    "corrections-objects.svg": throughputFigure(byObjects, ({ objects: n }) => n, {
      title: "Objects",
      log: true,
      range: [sizes[0] / 2, 2 * objects],
    }),
  };
  const paths: string[] = [];
  for (const [name, drawn] of Object.entries(files)) {
    const path = join(folder, name);
    await drawn.save(path);
    paths.push(path);
  }
  return paths;
}

/** Powers of ten below a number of objects, from 1000 on or two of them, and the number itself. */
function sizesTo(objects: number): number[] {
  const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].filter((size) => size < objects);
  const first = Math.max(0, Math.min(3, powers.length - 2));
  return [...powers.slice(first), objects];
}

/** Objects corrected in one variation, a second: a line of points for each tool. */
function throughputFigure(
  lines: readonly (readonly Throughput[])[],
  x: (row: Throughput) => number,
  axis: AxisLook,
): Figure {
  const marks = lines.flatMap((rows, i): Mark[] => {
    const at = Float64Array.from(rows, x);
    const y = Float64Array.from(rows, ({ nsPerVariation }) => 1000 / nsPerVariation);
    const color = DEFAULT_COLORS[i % DEFAULT_COLORS.length];
    // Where lines of two tools meet, what lies below shows at the edges of the other's symbols.
    const marker = markers[i % markers.length];
    return [
      { kind: "curve", x: at, y, line: { color } },
      { kind: "points", x: at, y, color, marker, label: rows[0].kind },
    ];
  });
  const y = { title: "10^{6} objects #times variations / s", log: true };
  // Lines run across the whole frame: the legend has no room in it.
  return figure({ panels: [{ marks, y, legend: "above", legendColumns: 3 }], x: axis, label: {} });
}
