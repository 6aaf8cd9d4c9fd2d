import { UsageError } from "../errors.ts";
import { log10, pow } from "../math/elementary.ts";
import type { Readout } from "./readout.ts";

/** A range of x. */
export type Range = readonly [number, number];

/** A figure as a page shows it: for a range of x, its SVG and where its frames are. */
export interface Shown {
  readonly svg: string;
  readonly range: Range;
  readonly log: boolean;
  /** Left and right side of the frames, as fractions of the figure's width. */
  readonly left: number;
  readonly right: number;
}

/** Draws a figure for a range of x; for all of it where none is given. */
export type Show = (range: Range | undefined) => Promise<Shown>;

/** An `HTMLElement`. Programs for Node, whose compiler knows no such thing, can be checked all the same. */
export type PageElement = typeof globalThis extends { HTMLElement: { prototype: infer Element } }
  ? Element
  : unknown;

/** A figure in a page. */
export interface PageDrawing {
  /** First and last value of x that are shown. */
  readonly range: Range;
  /** Shows a range of x in all panels; all of it where none is given. */
  zoom(range?: Range): Promise<void>;
  /** Takes the figure out of the page. */
  remove(): void;
}

/** Pixels that a pointer moves at least before it selects. */
const CLICK = 5;
/** How much a turn of the wheel shows of what was shown. */
const STEP = 0.8;

/**
 * Puts a figure into an element; resolves when it shows. Dragging selects a range of x, the wheel zooms
 * about the pointer, a double click shows all again; the panels have one x axis, and so do it together. What
 * the figure shows under the pointer stands beside it.
 *
 * @throws UsageError for what is no element, and where the page's policy forbids the image
 */
export async function drawInPage(
  element: PageElement,
  show: Show,
  readout: Readout,
): Promise<PageDrawing> {
  const document = (element as Partial<HTMLElement> | null | undefined)?.ownerDocument;
  if (document === undefined) {
    throw new UsageError(`draw takes an element of the page, not ${String(element)}`);
  }
  const host = document.createElement("div");
  host.style.cssText = "position:relative;display:inline-block;touch-action:none;user-select:none";
  // An image of its own: names of patterns in one figure do not meet those of another.
  const image = document.createElement("img");
  image.setAttribute("alt", "Figure");
  image.setAttribute("draggable", "false");
  image.style.cssText = "display:block;max-width:100%";
  const selection = document.createElement("div");
  const mark = (from: number, width: number): void => {
    const place = `left:${100 * from}%;width:${100 * width}%`;
    const color = "background:rgba(63,144,218,0.25);pointer-events:none";
    selection.style.cssText = `position:absolute;top:0;bottom:0;${place};${color}`;
  };
  mark(0, 0);
  host.appendChild(image);
  host.appendChild(selection);
  const note = host.appendChild(document.createElement("div"));
  const hideNote = (): void => {
    note.style.cssText = "display:none";
  };
  hideNote();
  const showNote = (event: MouseEvent, at: number): void => {
    const lines = readout(valueAt(shown, at));
    if (lines.length === 0) {
      hideNote();
      return;
    }
    note.textContent = lines.join("\n");
    const { left, top, width, height } = host.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    // On the side of the pointer that has more room.
    const across = x < 0.5 * width ? `left:${x + 12}px` : `right:${width - x + 12}px`;
    const down = y < 0.5 * height ? `top:${y + 12}px` : `bottom:${height - y + 12}px`;
    const look = "background:rgba(255,255,255,0.92);border:1px solid #999;padding:4px 8px";
    const text = "font:13px sans-serif;white-space:pre;pointer-events:none";
    note.style.cssText = `position:absolute;${across};${down};${look};${text}`;
  };

  let shown = await show(undefined);
  const whole = shown.range;
  const put = (): void =>
    image.setAttribute("src", `data:image/svg+xml;charset=utf-8,${encodeURIComponent(shown.svg)}`);
  const seen = new Promise<void>((resolve, reject) => {
    const barred =
      "the figure cannot be shown: the page's Content-Security-Policy has to allow img-src data:";
    image.addEventListener("load", () => resolve(), { once: true });
    image.addEventListener("error", () => reject(new UsageError(barred)), { once: true });
  });
  put();
  await seen;
  element.appendChild(host);

  let busy: Promise<void> | undefined;
  const zoom = async (range?: Range): Promise<void> => {
    await busy;
    busy = show(range).then((next) => {
      shown = next;
      put();
    });
    try {
      await busy;
    } finally {
      busy = undefined;
    }
  };
  const later = (range?: Range): void => {
    // What cannot be drawn leaves the figure as it is.
    if (busy === undefined) zoom(range).catch(() => undefined);
  };

  /** Where the pointer is, as a fraction of the figure's width, inside the frames. */
  const pointer = ({ clientX }: MouseEvent): number => {
    const { left, width } = host.getBoundingClientRect();
    return Math.min(Math.max((clientX - left) / width, shown.left), shown.right);
  };
  let start: number | undefined;
  host.addEventListener("pointerdown", (event) => {
    start = pointer(event);
  });
  host.addEventListener("pointermove", (event) => {
    const end = pointer(event);
    if (start === undefined) {
      showNote(event, end);
      return;
    }
    hideNote();
    mark(Math.min(start, end), Math.abs(end - start));
  });
  const release = (event: PointerEvent): void => {
    if (start === undefined) return;
    const [from, to] = [start, pointer(event)].sort((a, b) => a - b);
    start = undefined;
    mark(0, 0);
    if ((to - from) * host.getBoundingClientRect().width < CLICK) return;
    later([valueAt(shown, from), valueAt(shown, to)]);
  };
  host.addEventListener("pointerup", release);
  host.addEventListener("pointerleave", (event) => {
    hideNote();
    release(event);
  });
  host.addEventListener("dblclick", () => later());
  host.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      later(zoomed(shown, pointer(event), event.deltaY < 0 ? STEP : 1 / STEP, whole));
    },
    { passive: false },
  );
  return {
    get range() {
      return shown.range;
    },
    zoom,
    remove: () => host.remove(),
  };
}

/** Value of x at a fraction of the figure's width. */
export function valueAt({ range, log, left, right }: Omit<Shown, "svg">, at: number): number {
  const share = (at - left) / (right - left);
  if (!log) return range[0] + share * (range[1] - range[0]);
  const [from, to] = [log10(range[0]), log10(range[1])];
  return pow(10, from + share * (to - from));
}

/** The range `factor` times as wide, about the value at a fraction of the width, within the whole; undefined for all. */
export function zoomed(
  shown: Omit<Shown, "svg">,
  at: number,
  factor: number,
  whole: Range,
): Range | undefined {
  const { left, right } = shown;
  const from = valueAt(shown, at - factor * (at - left));
  const to = valueAt(shown, at + factor * (right - at));
  if (from <= whole[0] && to >= whole[1]) return undefined;
  return [Math.max(from, whole[0]), Math.min(to, whole[1])];
}
