// The browser of the tests: the system's Chromium, headless, and nothing but pages of this machine.
import { existsSync } from "node:fs";
import { type Browser, chromium, type LaunchOptions } from "playwright";

/** Where a Chromium is; HEPWASM_CHROMIUM names another. */
export const chromiumPath: string | undefined = [
  process.env.HEPWASM_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => path !== undefined && path !== "" && existsSync(path));

/** Title of what is tested there. */
export const inChromium = "in Chromium (skipped without /usr/bin/chromium or HEPWASM_CHROMIUM)";

/** Said where tests are skipped for want of it. */
export const chromiumMissing =
  "no Chromium: tests in a page are skipped (apt install chromium, or HEPWASM_CHROMIUM=path)";

/** What a Chromium gets told that may run as root, in a container, without a network. */
export const launchOptions: LaunchOptions = {
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/**
 * Whether tests in a page can run. On a machine of continuous integration they must.
 *
 * @throws Error where CI is set and there is no Chromium
 */
export function haveChromium(): boolean {
  if (chromiumPath === undefined && process.env.CI) throw new Error(chromiumMissing);
  return chromiumPath !== undefined;
}

/** Starts it, with a new and empty profile. */
export function launch(): Promise<Browser> {
  return chromium.launch(launchOptions);
}
