import { UnsupportedError } from "../errors.ts";

/**
 * The folder of this package: two above this file, in src/ as in dist/. Asked for when it is needed, since
 * a bundle in CommonJS does not know where it is.
 */
export function engineFolder(): URL {
  const here: string | undefined = import.meta.url;
  if (here !== undefined) return new URL("../../", here);
  throw new UnsupportedError(
    "a DaskExecutor sends the files of hepwasm to workers, and a bundle in CommonJS does not know where " +
      "they are: leave hepwasm out of the bundle (esbuild --packages=external), or bundle as ESM",
    "Dask from a CommonJS bundle",
  );
}
