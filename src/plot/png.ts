import { SourceError } from "../errors.ts";
import { node } from "./node.ts";
import { readAsset, TEXT_FAMILY, type Typeface } from "./typeface.ts";

/** How the PNG is made. */
export interface PngOptions {
  /** Pixels of the image for each px of the figure (default 2). */
  readonly scale?: number;
  /** Colour behind the figure, as CSS has it (default white). */
  readonly background?: string;
  /** Where resvg's WebAssembly is, for pages whose bundler does not bring it. */
  readonly wasm?: URL | string;
}

let renderer: Promise<typeof import("@resvg/resvg-wasm")> | undefined;

/**
 * Rasterises an SVG with the package's own fonts and no others.
 *
 * @throws SourceError when resvg's WebAssembly cannot be had
 */
export async function rasterise(
  svg: string,
  typeface: Typeface,
  { scale = 2, background = "white", wasm }: PngOptions = {},
): Promise<Uint8Array> {
  renderer ??= loadRenderer(wasm).catch((error: unknown) => {
    renderer = undefined;
    throw error;
  });
  const { Resvg } = await renderer;
  const resvg = new Resvg(svg, {
    background,
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontBuffers: [...typeface.faces, typeface.symbols].map((face) => face.bytes),
      defaultFontFamily: TEXT_FAMILY,
      sansSerifFamily: TEXT_FAMILY,
    },
  });
  try {
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

async function loadRenderer(
  wasm: URL | string | undefined,
): Promise<typeof import("@resvg/resvg-wasm")> {
  const resvg = await import("@resvg/resvg-wasm");
  const bytes = await readAsset(wasm === undefined ? moduleUrl() : new URL(wasm, import.meta.url));
  try {
    await resvg.initWasm(bytes);
  } catch (cause) {
    // The page may have started resvg for itself: then it is ready for us too.
    if (!/already initialized/i.test(String(cause))) {
      throw new SourceError("resvg", "its WebAssembly module cannot be compiled", { cause });
    }
  }
  return resvg;
}

/** Node finds the file by its package; a bundler by the form of the second expression. */
function moduleUrl(): URL {
  return node === undefined
    ? new URL("@resvg/resvg-wasm/index_bg.wasm", import.meta.url)
    : new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"));
}
