import { general } from "../array/number-text.ts";
import { cos, sin } from "../math/index.ts";
import { type Axis, axisSize } from "./axis.ts";
import { axisEdges } from "./edges.ts";
import { densityOf } from "./profile.ts";
import type { Contents } from "./storage.ts";
import { axisText, storageText, sums } from "./summary.ts";

/** More bins than this are not drawn. */
const MOST = { line: 1000, map: 200 };

/**
 * A histogram as HTML: a sketch of one or two axes beside its axes, storage and sum.
 * @see hist.Hist._repr_html_
 */
export function toHtml(contents: Contents): string {
  const sketch = draw(contents);
  const drawn = sketch === undefined ? "" : `<div style="width:290px;">\n${sketch}\n</div>\n`;
  const text = `<div style="flex-grow:1;">\n${description(contents)}\n</div>\n`;
  return `<html>\n<div style="display:flex; align-items:center;">\n${drawn}${text}</div>\n</html>`;
}

function description(contents: Contents): string {
  const { axes, storage } = contents;
  const [inner, outer] = sums(contents);
  const lines = axes.map((axis, i) => `${escaped(axisText(axis, i))}<br/>`);
  const flow = outer === "" ? "" : ` <em>${escaped(outer.trim())}</em>`;
  lines.push('<hr style="margin-top:.2em; margin-bottom:.2em;"/>');
  return [...lines, `${storageText(storage)} Σ=${inner}${flow}`].join("\n");
}

function draw(contents: Contents): string | undefined {
  const { axes } = contents;
  if (contents.cells.length === 0) return undefined;
  const heights = scaled(densityOf(contents));
  if (axes.length === 1 && axisSize(axes[0]) <= MOST.line) {
    return axes[0].circular ? circle(axes[0], heights) : steps(axes[0], heights);
  }
  if (axes.length === 2 && axes.every((axis) => axisSize(axis) <= MOST.map)) {
    return map(axes[0], axes[1], heights);
  }
  return undefined;
}

/** Values as parts of the largest. */
function scaled(density: Float64Array): Float64Array {
  const finite = density.map((x) => (Number.isFinite(x) ? x : 0));
  const largest = finite.reduce((most, x) => Math.max(most, x), 0) || 1;
  return finite.map((x) => x / largest);
}

function steps(axis: Axis, heights: Float64Array): string {
  const [width, height] = [250, 100];
  const { places, first, last } = ends(axis, width);
  const points = ["0,0"];
  for (const [i, h] of heights.entries()) {
    const y = general(-height * h, 3);
    points.push(`${places[i]},${y}`, `${places[i + 1]},${y}`);
  }
  points.push(`${width},0`);
  const line = "fill:none;stroke-width:2;stroke:currentColor";
  return svg(`-10 ${-height - 5} ${width + 20} ${height + 20}`, [
    `<line x1="-5" y1="0" x2="${width + 5}" y2="0" style="${line}"/>`,
    label(first, `x="0" y="15"`),
    label(last, `x="${width}" y="15"`),
    label(title(axis, 0), `x="${width / 2}" y="15"`),
    `<polyline points="${points.join(" ")}" style="fill:none; stroke:currentColor;"/>`,
  ]);
}

function circle(axis: Axis, heights: Float64Array): string {
  const [size, radius, inner] = [250, 100, 20];
  const edges = axisEdges(axis);
  const turn = edges.map(
    (x) => ((x - edges[0]) / (edges[edges.length - 1] - edges[0])) * 2 * Math.PI,
  );
  const points: string[] = [];
  const add = (r: number, phi: number): void => {
    points.push(`${general(r * cos(phi), 3)},${general(r * sin(phi), 3)}`);
  };
  for (const [i, h] of heights.entries()) {
    const r = inner + h * (radius - inner);
    add(r, turn[i]);
    add(r, turn[i + 1]);
  }
  const line = "fill:none;stroke-width:2;stroke:currentColor";
  return svg(`${-size / 2} ${-size / 2} ${size} ${size}`, [
    `<polygon points="${points.join(" ")}" style="fill:none; stroke:currentColor;"/>`,
    `<circle cx="0" cy="0" r="${inner}" style="${line}"/>`,
  ]);
}

function map(x: Axis, y: Axis, heights: Float64Array): string {
  const size = 250;
  const [across, up] = [ends(x, size), ends(y, size)];
  const boxes: string[] = [];
  for (const [cell, h] of heights.entries()) {
    const bin = cell % axisSize(y);
    const i = Math.floor(cell / axisSize(y));
    const [left, right] = [across.exact[i], across.exact[i + 1]];
    const [low, high] = [up.exact[bin], up.exact[bin + 1]];
    boxes.push(
      `<rect x="${general(left)}" y="${general(-high)}" width="${general(right - left)}" height="${general(high - low)}" ` +
        `opacity="${general(h)}" fill="currentColor" stroke-width="0.1"/>`,
    );
  }
  return svg(`-20 ${-size - 20} ${size + 40} ${size + 40}`, [
    label(across.first, `x="0" y="13"`),
    label(across.last, `x="${size}" y="13"`),
    label(up.first, `x="-10" y="0"`),
    label(up.last, `x="-10" y="${-size}"`),
    label(title(x, 0), `x="${size / 2}" y="13"`),
    label(title(y, 1), `x="-10" y="${-size / 2}" transform="rotate(-90,-10,${-size / 2})"`),
    ...boxes,
  ]);
}

interface Ends {
  readonly exact: Float64Array;
  readonly places: readonly string[];
  readonly first: string;
  readonly last: string;
}

/** Where edges lie on a line of a length, and the outer ones in words. */
function ends(axis: Axis, length: number): Ends {
  const edges = axisEdges(axis);
  const [first, last] = [edges[0], edges[edges.length - 1]];
  const exact = edges.map((edge) => ((edge - first) / (last - first || 1)) * length);
  const places = Array.from(exact, (place) => general(place, 3));
  return { exact, places, first: general(first, 3), last: general(last, 3) };
}

function title(axis: Axis, position: number): string {
  return axis.label || `Axis ${position}`;
}

function svg(box: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">\n${parts.join("\n")}\n</svg>`;
}

function label(text: string, place: string): string {
  return `<text text-anchor="middle" ${place} style="fill:currentColor;">\n${escaped(text)}\n</text>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
