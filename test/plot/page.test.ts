import { describe, expect, it } from "vitest";
import { valueAt, zoomed } from "../../src/plot/page.ts";
import { inPage } from "../data.ts";
import { FIGURES } from "./gallery-figures.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

const shown = { range: [0, 100], log: false, left: 0.1, right: 0.9 } as const;

describe("positions along x", () => {
  it("become values, on linear and logarithmic axes", () => {
    expect(valueAt(shown, 0.1)).toBe(0);
    expect(valueAt(shown, 0.5)).toBeCloseTo(50, 12);
    expect(valueAt({ ...shown, range: [1, 100], log: true }, 0.5)).toBeCloseTo(10, 12);
  });

  it("stay where they are when the wheel zooms about them", () => {
    const [from, to] = zoomed(shown, 0.3, 0.5, [0, 100])!;
    expect(from).toBeCloseTo(12.5, 12);
    expect(to).toBeCloseTo(62.5, 12);
    expect(valueAt({ ...shown, range: [from, to] }, 0.3)).toBeCloseTo(valueAt(shown, 0.3), 12);
    expect(zoomed({ ...shown, range: [10, 90] }, 0.5, 2, [0, 100])).toBeUndefined();
    expect(zoomed({ ...shown, range: [0, 20] }, 0.1, 2, [0, 100])![1]).toBeCloseTo(40, 12);
  });
});

describe("figure.draw", () => {
  it("refuses what is no element, such as one that was not found", async () => {
    const figure = FIGURES[0].make();
    const nothing = null as unknown as HTMLElement;
    await expect(figure.draw(nothing)).rejects.toThrow(
      "draw takes an element of the page, not null",
    );
  });
});

describe.skipIf(!inPage)("a figure in a page (skipped without a page)", () => {
  const svgOf = (host: HTMLElement): string =>
    decodeURIComponent(host.querySelector("img")!.src.replace(/^[^,]*,/, ""));
  const settled = async (change: () => boolean): Promise<void> => {
    for (let i = 0; i < 200 && !change(); i++) await new Promise((done) => setTimeout(done, 20));
  };

  it("zooms all panels by dragging, and back by a double click", async () => {
    const host = document.body.appendChild(document.createElement("div"));
    const figure = FIGURES.find(({ name }) => name === "panels")!.make();
    const drawing = await figure.draw(host);
    expect(drawing.range).toEqual([0, 100]);
    await drawing.zoom([20, 40]);
    expect(drawing.range).toEqual([20, 40]);
    expect(svgFaults(svgOf(host), { strings: ["20", "30", "40"] })).toEqual([]);
    expect(readSvg(svgOf(host)).frames).toHaveLength(3);

    const element = host.firstElementChild as HTMLElement;
    const { left, width } = element.getBoundingClientRect();
    const send = (type: string, at: number): boolean =>
      element.dispatchEvent(new PointerEvent(type, { clientX: left + at * width }));
    // What stands beside the pointer.
    const note = element.lastElementChild as HTMLElement;
    send("pointermove", 0.5);
    expect(note.style.position).toBe("absolute");
    expect(note.textContent).toMatch(
      /^\[[\d.]+, [\d.]+\)\nZ → μμ: \d+\nDiboson: \d+\nZ \/ Diboson: /,
    );
    send("pointerleave", 0.5);
    expect(note.style.display).toBe("none");
    send("dblclick", 0.5);
    await settled(() => drawing.range[1] === 100);
    expect(drawing.range).toEqual([0, 100]);
    send("pointerdown", 0.4);
    send("pointermove", 0.6);
    send("pointerup", 0.6);
    await settled(() => drawing.range[1] < 100);
    expect(drawing.range[0]).toBeGreaterThan(20);
    expect(drawing.range[1]).toBeLessThan(80);
    expect(svgFaults(svgOf(host))).toEqual([]);
    drawing.remove();
    expect(host.children).toHaveLength(0);
  });
});
