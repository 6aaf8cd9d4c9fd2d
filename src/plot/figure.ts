import { UsageError } from "../errors.ts";
import { nodeFiles } from "../node-files.ts";
import { type DrawnElement, descendants } from "./document.ts";
import type { FigureSize } from "./figure-content.ts";
import type { Measure } from "./legend.ts";
import { node } from "./node.ts";
import { checkOptions } from "./options.ts";
import type { PageDrawing, PageElement, Shown } from "./page.ts";
import type { PanelLabels } from "./panels.ts";
import type { PngOptions } from "./png.ts";
import type { Readout } from "./readout.ts";
import type { RootObject } from "./root-object.ts";
import { type SvgOptions, tidySvg, writeSvg } from "./svg.ts";
import { textBoxes } from "./text-boxes.ts";
import { loadTypeface, type Typeface } from "./typeface.ts";

/** Makes the canvas of a figure, given what its last drawing had beside the axes; nothing at first. */
export type Compose = (
  size: FigureSize,
  measure: Measure,
  drawn: readonly PanelLabels[],
) => RootObject;

/** Units of the SVG's own coordinates per px: JSROOT rounds to whole units. */
const SCALE = 4;

/** A finished drawing, and what stands beside the axes of its panels. */
interface Settled {
  readonly svg: DrawnElement;
  readonly drawn: readonly PanelLabels[];
}

/** A figure: what it shows is fixed, how it is written is not. Two writings have the same bytes. */
export class Figure {
  readonly width: number;
  readonly height: number;
  readonly #compose: Compose;
  readonly #readout: Readout;
  readonly #zoomed: (range: readonly [number, number]) => Compose;
  /** The drawing, once it is made: all formats are written from it. */
  #whole: Promise<Settled> | undefined;

  /**
   * @param compose  makes a fresh canvas for each drawing
   * @param zoomed  the same for a part of the x axis; left out, there is no part to show
   * @param readout  what stands beside the pointer in a page (default: nothing)
   */
  constructor(
    compose: Compose,
    { width = 800, height = 600 }: Partial<FigureSize> = {},
    zoomed?: (range: readonly [number, number]) => Compose,
    readout: Readout = () => [],
  ) {
    for (const length of [width, height]) {
      if (!(length >= 100 && length <= 10_000)) {
        throw new UsageError(`a figure of ${width} x ${height} px: sides go from 100 to 10000`);
      }
    }
    this.width = Math.round(width);
    this.height = Math.round(height);
    this.#compose = compose;
    this.#zoomed = zoomed ?? (() => compose);
    this.#readout = readout;
    // How Deno and other Jupyter kernels ask an object for its contents, by their media type.
    Object.defineProperty(this, Symbol.for("Jupyter.display"), {
      value: async () => ({ "image/svg+xml": await this.svg(), "text/plain": "Figure" }),
    });
  }

  /** The figure as SVG: text as text, in a font that the file carries. */
  async svg(options: SvgOptions = {}): Promise<string> {
    checkOptions(options, { embedFont: true }, "figure.svg(options)");
    const typeface = await loadTypeface();
    return writeSvg((await this.#draw()).svg, this, typeface, options);
  }

  /** The figure as PNG, rasterised with the package's own font. */
  async png(options: PngOptions = {}): Promise<Uint8Array> {
    checkOptions(options, { scale: true, background: true }, "figure.png(options)");
    const [{ rasterise }, typeface] = await Promise.all([import("./png.ts"), loadTypeface()]);
    return rasterise(await this.svg({ embedFont: false }), typeface, options);
  }

  /** The figure as PDF: vectors, and text in the package's own font. */
  async pdf(): Promise<Uint8Array> {
    const [{ writePdf }, typeface] = await Promise.all([import("./pdf.ts"), loadTypeface()]);
    const { svg } = await this.#draw();
    tidySvg(svg, this, typeface);
    return writePdf(svg, this, typeface);
  }

  /**
   * Writes the figure to a file, in the format of its ending: `.svg`, `.png` or `.pdf`. A folder that is not
   * there is made.
   *
   * @throws SourceError when it cannot be written; nothing is left then
   * @throws UsageError for another ending, and in a page, where there are no files
   */
  async save(path: string, options: SvgOptions & PngOptions = {}): Promise<void> {
    const known = { embedFont: true, scale: true, background: true } as const;
    checkOptions(options, known, "figure.save(path, options)");
    const { embedFont = true, ...pixels } = options;
    const ending = /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? "";
    if (ending !== ".svg" && ending !== ".png" && ending !== ".pdf") {
      throw new UsageError(
        `cannot save a figure as "${path}": the endings are .svg, .png and .pdf`,
      );
    }
    if (node === undefined) {
      throw new UsageError("a page has no files: use `await figure.svg()` or `await figure.png()`");
    }
    const content =
      ending === ".svg"
        ? await this.svg({ embedFont })
        : ending === ".png"
          ? await this.png(pixels)
          : await this.pdf();
    await nodeFiles("figure.save(path)").write(path, content);
  }

  /**
   * Draws the figure into an element of a page. Dragging selects a range of x, which all panels then show,
   * the wheel zooms, a double click shows all again; the y axes follow. Contents under the pointer stand beside it.
   *
   * @throws UsageError for what is no element, and where the page's policy forbids the image (`img-src data:`)
   */
  async draw(element: PageElement): Promise<PageDrawing> {
    const { drawInPage } = await import("./page.ts");
    return drawInPage(element, (range) => this.#show(range), this.#readout);
  }

  async #show(range: readonly [number, number] | undefined): Promise<Shown> {
    const { measurer } = await import("./jsroot.ts");
    const typeface = await loadTypeface();
    const compose = range === undefined ? this.#compose : this.#zoomed(range);
    const { svg, drawn } = await (range === undefined ? this.#draw() : this.#settle(compose));
    const place = framePlace(compose(this, measurer(typeface), drawn));
    return { svg: writeSvg(svg, this, typeface), ...place };
  }

  /** The figure as a TCanvas record, for JSROOT's own `draw(element, parse(canvas))` in a page. */
  async canvas(): Promise<RootObject> {
    const { measurer } = await import("./jsroot.ts");
    const measure = measurer(await loadTypeface());
    return this.#compose(this, measure, (await this.#draw()).drawn);
  }

  /** The drawing of all of x. */
  #draw(): Promise<Settled> {
    this.#whole ??= this.#settle(this.#compose).catch((cause) => {
      this.#whole = undefined;
      throw cause;
    });
    return this.#whole;
  }

  /** Draws until the margins suit the labels, which only a drawing shows: twice, as a rule. */
  async #settle(compose: Compose): Promise<Settled> {
    const { drawCanvas, measurer } = await import("./jsroot.ts");
    const typeface = await loadTypeface();
    const measure = measurer(typeface);
    const size = { width: this.width, height: this.height };
    let drawn: readonly PanelLabels[] = [];
    for (let attempt = 0; ; attempt++) {
      const canvas = compose(size, measure, drawn);
      const svg = await drawCanvas(canvas, { ...size, scale: SCALE }, typeface);
      const found = panelLabels(svg, typeface);
      if (attempt === 3 || JSON.stringify(found) === JSON.stringify(drawn)) return { svg, drawn };
      drawn = found;
    }
  }
}

/** What stands beside the axes of each panel of a drawing, in px. */
function panelLabels(svg: DrawnElement, typeface: Typeface): PanelLabels[] {
  const found = { x: [] as PanelLabels["x"][], y: [] as PanelLabels["y"][] };
  for (const axis of descendants(svg)) {
    const name = /^([xy])axis_container$/.exec(axis.getAttribute("class") ?? "")?.[1];
    if (name === undefined) continue;
    const needs = { width: 0, depth: 0, exponent: 0 };
    const group = axis.querySelector(".axis_labels");
    for (const { text, x1, x2, y2 } of group === null ? [] : textBoxes(group, typeface)) {
      // The common power of ten comes last: "×10" and its exponent.
      if (text.startsWith("×") || needs.exponent > 0)
        needs.exponent += Math.ceil((x2 - x1) / SCALE);
      else {
        // Of the y axis: how far they reach to its left.
        needs.width = Math.max(needs.width, Math.ceil((name === "y" ? -x1 : x2 - x1) / SCALE));
        needs.depth = Math.max(needs.depth, Math.ceil(y2 / SCALE));
      }
    }
    found[name as "x" | "y"].push(needs);
  }
  const z = scaleLabels(svg, typeface);
  return found.x.map((x, i) => ({ x, y: found.y[i], z }));
}

/** The same of the scale of colours: the axis that no frame has. */
function scaleLabels(svg: DrawnElement, typeface: Typeface): PanelLabels["z"] {
  const needs = { width: 0, exponent: 0 };
  for (const group of svg.querySelectorAll(".axis_labels")) {
    let inFrame = false;
    for (let at = group.parentNode; at !== null; at = at.parentNode) {
      if (/^[xy]axis_container$/.test(at.getAttribute("class") ?? "")) inFrame = true;
    }
    if (inFrame) continue;
    for (const { text, x1, x2 } of textBoxes(group, typeface)) {
      if (text.startsWith("×") || needs.exponent > 0)
        needs.exponent += Math.ceil((x2 - x1) / SCALE);
      else needs.width = Math.max(needs.width, Math.ceil(x2 / SCALE));
    }
  }
  return needs;
}

/** Where the frames of a canvas are along x, and what they show; panels share both. */
function framePlace(canvas: RootObject): Omit<Shown, "svg"> {
  const members = (pad: RootObject): RootObject[] => (pad.fPrimitives as { arr: RootObject[] }).arr;
  const pad = members(canvas).find(({ _typename }) => _typename === "TPad") ?? canvas;
  const frame = members(pad).find(({ fName }) => fName === "frame") as RootObject;
  const { fXmin, fXmax } = frame.fXaxis as { fXmin: number; fXmax: number };
  return {
    range: [fXmin, fXmax],
    log: pad.fLogx === 1,
    left: pad.fLeftMargin as number,
    right: 1 - (pad.fRightMargin as number),
  };
}
