import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { globFilter } from "../conformance/glob.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import type { Random } from "./random.ts";
import { unpacked } from "./unpack.ts";

/** A whole file to start from. */
export interface Specimen {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly anatomy: Anatomy;
}

interface Candidate {
  readonly path: string;
  readonly weight: number;
}

/** Above this a file takes longer than it is worth. */
const MAX_FILE = 4_000_000;

/** The files that mutations start from, taken apart when first chosen. */
export class Corpus {
  readonly #candidates: readonly Candidate[];
  readonly #total: number;
  readonly #known = new Map<string, Promise<Specimen[]>>();
  readonly #onPrepare: () => void;

  /**
   * @param only  a glob on file names
   * @param committed  leave out the real files of HEPWASM_TEST_DATA
   * @param onPrepare  called before and after a file is taken apart, which takes a while
   */
  constructor(only: string | undefined, committed: boolean, onPrepare: () => void = () => {}) {
    this.#onPrepare = onPrepare;
    const wanted = globFilter(only);
    const real = resolve(process.env.HEPWASM_TEST_DATA ?? "../shared/data", "root");
    const folders = ["test/data/root", "examples/higgs/sample", ...(committed ? [] : [real])];
    this.#candidates = folders
      .flatMap((folder) => filesIn(folder))
      .filter(({ path }) => wanted(basename(path)));
    this.#total = this.#candidates.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** Small files are chosen more often: as much is in them, and they are faster. */
  async choose(random: Random): Promise<Specimen> {
    let left = random.below(this.#total);
    let i = 0;
    while (i + 1 < this.#candidates.length && left >= this.#candidates[i].weight) {
      left -= this.#candidates[i++].weight;
    }
    const found = this.#candidates[i];
    let specimens = this.#known.get(found.path);
    if (specimens === undefined) {
      this.#onPrepare();
      specimens = prepare(found.path);
      this.#known.set(found.path, specimens);
      await specimens;
      this.#onPrepare();
    }
    const [whole, plain = whole] = await specimens;
    return random.below(3) === 0 ? whole : plain;
  }
}

function filesIn(folder: string): Candidate[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true }) as string[];
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(".root"))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, size: statSync(path).size }))
    .filter(({ size }) => size <= MAX_FILE)
    .map(({ path, size }) => ({ path, weight: Math.ceil(1e9 / (20_000 + size)) }));
}

/** The file as it is, and uncompressed where that is another. */
async function prepare(path: string): Promise<Specimen[]> {
  const bytes = new Uint8Array(readFileSync(path));
  const name = basename(path);
  const anatomy = await anatomyOf(bytes);
  const specimens: Specimen[] = [{ name, bytes, anatomy }];
  const plain = await unpacked(bytes, anatomy);
  if (plain !== undefined) {
    specimens.push({ name: `${name} (plain)`, bytes: plain, anatomy: await anatomyOf(plain) });
  }
  return specimens;
}
