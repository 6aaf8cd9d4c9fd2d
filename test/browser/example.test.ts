// examples/browser, as its reader runs it: a file is dropped, a branch chosen, a figure looked at.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { haveChromium, inChromium } from "./chromium.ts";
import { bundle, repository, type Stage, stage } from "./page.ts";

const sample = join(repository, "examples/higgs/sample/mc_345060.ggH125_ZZ4lep.4lep.root");

/** Drops a file of this machine on the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([title, base64]) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([content], title));
      return data;
    },
    [name, Buffer.from(bytes).toString("base64")] as const,
  );
  await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
}

describe.skipIf(!haveChromium())(`examples/browser, ${inChromium}`, () => {
  let pages: Stage;
  beforeAll(async () => {
    pages = await stage(() => ({}));
    await bundle(join(repository, "examples/browser"), pages.folder);
  });
  afterAll(() => pages?.close());

  it("draws a branch of a file that is dropped on it, and says what is wrong with another", async () => {
    const { page, faults } = await pages.open("site/index.html");
    const words = page.locator("#words");
    await drop(page, "sample.root", readFileSync(sample));
    await page.locator("#figure img").waitFor();
    expect(await page.locator("#tree").inputValue()).toMatch(/^mini/);
    await page.locator("#branch").selectOption("lep_pt");
    await expect.poll(() => words.textContent()).toMatch(/^lep_pt: \d+ values/);
    const image = page.locator('#figure img[alt="histogram of lep_pt"]');
    await image.waitFor();
    mkdirSync(join(repository, "out"), { recursive: true });
    await page.screenshot({ path: join(repository, "out/browser-example.png"), fullPage: true });
    const width = await image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
    expect(width).toBe(800);
    await drop(page, "text.root", new TextEncoder().encode("no ROOT file at all".repeat(50)));
    await expect.poll(() => words.textContent()).toContain("text.root");
    expect(await words.getAttribute("class")).toBe("error");
    expect(faults).toEqual([]);
  });
});
