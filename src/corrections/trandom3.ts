import { convert } from "../array/convert.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";

/**
 * The first normal number of a Mersenne twister for each seed: what `TRandom3(seed).Gaus(0, 1)` gives in
 * ROOT for seeds above 0. The method needs 1.4 uniform numbers of 32 bits on average.
 *
 * @param seeds  uint32
 * @returns float64, as many
 * @throws DTypeError for another dtype
 * @see Matsumoto and Nishimura 1998; Hoermann and Derflinger 1990
 */
export function firstNormals(seeds: Column<"uint32">): Column<"float64"> {
  checkSeeds(seeds);
  const out = reserve("float64", seeds.length);
  kernels.corrections_normals_twister(seeds.address, out.address, seeds.length);
  return out;
}

/**
 * The first uniform number of a Mersenne twister for each seed: `TRandom3(seed).Rndm()`, between 0 and 1,
 * in steps of 2^-32.
 *
 * @param seeds  uint32
 * @returns float64, as many
 * @throws DTypeError for another dtype
 */
export function firstUniforms(seeds: Column<"uint32">): Column<"float64"> {
  checkSeeds(seeds);
  const out = reserve("float64", seeds.length);
  kernels.corrections_uniforms_twister(seeds.address, out.address, seeds.length);
  return out;
}

function checkSeeds(seeds: Column): void {
  if (seeds.dtype === "uint32") return;
  throw new DTypeError(`seeds are a column of uint32, not ${seeds.dtype}`);
}

/**
 * The seeds of ATLAS's electron smearing: 1 + (|phi| 1e6 + |eta| 1e3 + event number, cut to a whole
 * number), modulo 2^32; of angles that are not numbers 1.
 *
 * @param eta, phi  of the cluster, real
 * @param eventNumber  a number for each electron, of any type
 * @throws ShapeError for different lengths
 */
export function smearingSeeds(eta: Column, phi: Column, eventNumber: Column): Column<"uint32"> {
  return scope(() => {
    const columns = [eta, phi, eventNumber].map((column) => convert(column, "float64"));
    const n = eta.length;
    const other = columns.find(({ length }) => length !== n);
    if (other !== undefined) {
      throw new ShapeError(`columns of ${n} and ${other.length} values`, n, other.length);
    }
    const out = reserve("uint32", n);
    const [a, b, c] = columns.map(({ address }) => address);
    kernels.corrections_seeds(a, b, c, out.address, n);
    return out;
  });
}
