import { describe, expect, it } from "vitest";
import { barText, progressDisplay } from "../../src/process/progress.ts";

const at = (done: number, seconds: number) => {
  const entriesDone = done * 1000;
  return { done, total: 10, entriesDone, entriesTotal: 10_000, bytesRead: done * 1e6, seconds };
};

function stream(isTTY: boolean, columns = 120) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe("barText", () => {
  it("shows chunks, rate, bytes and the time left", () => {
    expect(barText(at(4, 2))).toBe(
      "[#########---------------] 40% 4/10 chunks, 2.00 k events/s, 4.00 MB, 0:03 left",
    );
    expect(barText(at(10, 3725))).toContain(
      "100% 10/10 chunks, 3 events/s, 10.0 MB, 1:02:05 in all",
    );
    expect(barText({ ...at(0, 0), total: 0, entriesTotal: 0 })).toContain("0/0 chunks");
  });
});

describe("progressDisplay", () => {
  it("draws a bar on a terminal, in one line", () => {
    const out = stream(true, 40);
    const display = progressDisplay(true, out);
    display?.show(at(0, 0));
    display?.show(at(1, 0.01));
    display?.show(at(10, 1));
    display?.end();
    expect(out.written).toHaveLength(3);
    expect(out.written.every((text) => text === "\n" || /^\r[^\n]{1,39}$/.test(text))).toBe(true);
    expect(out.written.at(-1)).toBe("\n");
  });

  it("writes JSON lines elsewhere: one a second, and the last", () => {
    const out = stream(false);
    const display = progressDisplay(true, out);
    for (const [done, seconds] of [
      [0, 0],
      [1, 0.5],
      [2, 1.2],
      [9, 1.3],
      [10, 1.4],
    ]) {
      display?.show(at(done, seconds));
    }
    display?.end();
    expect(out.written.map((line) => JSON.parse(line).progress.done)).toEqual([0, 2, 10]);
  });

  it("is silent when not asked", () => {
    expect(progressDisplay(false, stream(true))).toBeUndefined();
  });

  it("does as told on any stream", () => {
    const out = stream(false);
    progressDisplay("bar", out)?.show(at(1, 1));
    expect(out.written[0]).toMatch(/^\r\[/);
  });
});
