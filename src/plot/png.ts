import { SourceError } from "../errors.ts";
import { readAsset, resvgUrl } from "./assets.ts";
import { TEXT_FAMILY, type Typeface } from "./typeface.ts";

/** How the PNG is made. */
export interface PngOptions {
  /** Pixels of the image for each px of the figure (default 2). */
  readonly scale?: number;
  /** Colour behind the figure, as CSS has it (default white). */
  readonly background?: string;
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
  { scale = 2, background = "white" }: PngOptions = {},
): Promise<Uint8Array> {
  renderer ??= loadRenderer().catch((error: unknown) => {
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

async function loadRenderer(): Promise<typeof import("@resvg/resvg-wasm")> {
  const resvg = await import("@resvg/resvg-wasm");
  const url = resvgUrl();
  const bytes = await readAsset(url);
  // "\0asm": development servers answer with a page where there is no file.
  if (new DataView(bytes.buffer).getUint32(0) !== 0x0061736d) {
    throw new SourceError(
      url.href,
      "this is not resvg's WebAssembly: tell where it is with plot.setAssets, or with Vite set " +
        'optimizeDeps: { exclude: ["hepwasm"] }',
    );
  }
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
