import { gaxisOf } from "./axis-records.ts";
import { widthOf } from "./extent.ts";
import type { Panel } from "./figure-content.ts";
import type { Primitive } from "./mark-objects.ts";
import type { PanelSetting } from "./panel.ts";
import { graph, latex } from "./records.ts";

/** Arrows to entries beyond the ends of the axis; or the axis that ends before their bins, and what these are. */
export function beyondObjects(
  { marks }: Panel,
  { x, frame, pad, unit, names, palette }: PanelSetting,
  {
    range,
    tick,
    inPad,
    smaller,
  }: {
    readonly range: readonly [number, number];
    readonly tick: number;
    readonly inPad: (fromLeft: number, fromTop: number) => [number, number];
    readonly smaller: number;
  },
): Primitive[] {
  const { beyond } = x.look;
  const extent = widthOf(marks);
  if (beyond === undefined || extent === undefined) return [];
  // A part of the axis may be shown: its ends are not those of the axis then.
  const below = beyond.below && x.range[0] <= extent[0];
  const above = beyond.above && x.range[1] >= extent[1];
  const size = tick / smaller;
  const right = frame.x + frame.width;
  const bottom = frame.y + frame.height;
  if (beyond.inner === undefined) {
    const put = (text: string, at: number, align: number): Primitive[] => [
      [latex(text, ...inPad(at, bottom - 3 * unit), 0.8 * size, { align }), ""],
    ];
    return [
      ...(below ? put("◄", frame.x + 2 * unit, 11) : []),
      ...(above ? put("►", right - 2 * unit, 31) : []),
    ];
  }
  const inner = [
    Math.max(beyond.inner[0], x.range[0]),
    Math.min(beyond.inner[1], x.range[1]),
  ] as const;
  const place = (value: number): number =>
    frame.x + ((value - x.range[0]) / (x.range[1] - x.range[0])) * frame.width;
  const objects: Primitive[] = [
    [
      gaxisOf("inner", inner, range[0], inner, {
        side: "bottom",
        labelSize: names ? size : 0,
        labelOffset: (10 * unit) / smaller,
        tickLength: (14 * unit * pad.width) / (frame.width * pad.height),
        silent: [...(below ? [inner[0]] : []), ...(above ? [inner[1]] : [])],
      }),
      "",
    ],
  ];
  const put = (text: string, from: number, to: number, at: number): void => {
    const line = { color: palette.index("gray"), width: unit, style: 2 };
    const none = [0, 0];
    const errors = { xLow: none, xHigh: none, yLow: none, yHigh: none };
    objects.push([graph("end", { x: [at, at], y: [...range], ...errors }, { line }), "LX same"]);
    if (!names) return;
    const middle = 0.5 * (place(from) + place(to));
    const spot = inPad(middle, bottom + 10 * unit + 0.86 * tick);
    objects.push([latex(text, ...spot, size, { align: 21 }), ""]);
  };
  const number = (value: number): string => String(Number(value.toPrecision(6)));
  if (below) put(`<${number(inner[0])}`, x.range[0], inner[0], inner[0]);
  if (above) put(`>${number(inner[1])}`, inner[1], x.range[1], inner[1]);
  return objects;
}
