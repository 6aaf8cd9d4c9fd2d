import { SourceError, UsageError } from "../errors.ts";
import { files } from "./node.ts";

/** Where a page keeps the files that figures need; each may be absolute or relative to the page. */
export interface AssetLocations {
  /** Folder with the fonts of `hepwasm/assets/fonts`, under their own names. */
  readonly fonts?: URL | string;
  /** resvg's WebAssembly, `index_bg.wasm` of the package `@resvg/resvg-wasm`. */
  readonly resvg?: URL | string;
}

let locations: { fonts?: URL; resvg?: URL } = {};

/**
 * Tells where the fonts and resvg's WebAssembly are. Needed only where a bundler leaves
 * `new URL("file", import.meta.url)` alone (esbuild does); to be called before the first figure. In Node
 * they are `file:` URLs.
 *
 * @throws UsageError for what is no URL
 */
export function setAssets({ fonts, resvg }: AssetLocations): void {
  const given = {
    ...(fonts === undefined ? {} : { fonts: absolute(`${fonts}`.replace(/\/*$/, "/")) }),
    ...(resvg === undefined ? {} : { resvg: absolute(resvg) }),
  };
  locations = { ...locations, ...given };
}

/** Where a font is: in the package, or where the page says. */
export function fontUrl(own: () => URL, name: string): URL {
  return locations.fonts === undefined ? inPackage(own, name) : new URL(name, locations.fonts);
}

/** @throws SourceError where the place of the package is not known: in a bundle in CommonJS */
function inPackage(place: () => URL, name: string): URL {
  try {
    return place();
  } catch (cause) {
    throw new SourceError(
      name,
      "figures need this file of the package, and a bundle in CommonJS does not know where it is: " +
        "plot.setAssets tells",
      { cause },
    );
  }
}

/** Where resvg's WebAssembly is. */
export function resvgUrl(): URL {
  if (locations.resvg !== undefined) return locations.resvg;
  try {
    // Node, and pages without a bundler whose import map has the package.
    return new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"));
  } catch {
    // Bundlers find the file by the form of this expression.
    const place = (): URL => new URL("@resvg/resvg-wasm/index_bg.wasm", import.meta.url);
    return inPackage(place, "index_bg.wasm");
  }
}

function absolute(location: URL | string): URL {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  try {
    return new URL(location, page);
  } catch (cause) {
    throw new UsageError(`"${location}" is no place of a file: give a URL`, { cause });
  }
}

/**
 * Bytes of a file of the package: read in Node, fetched in a page.
 *
 * @throws SourceError when it is not there
 */
export async function readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const disk = url.protocol === "file:" ? files() : undefined;
    if (disk !== undefined) return Uint8Array.from(await disk.readFile(url));
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new SourceError(
      url.href,
      `a file that figures need cannot be read (${cause instanceof Error ? cause.message : cause}); ` +
        "plot.setAssets tells where it is",
      { cause },
    );
  }
}
