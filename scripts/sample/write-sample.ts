// Writes the bundled sample from columns that make-sample.py drew: `NAME.json` says where the numbers of
// each lie in `NAME.bin`.
//
//     npx tsx scripts/sample/write-sample.ts FOLDER-OF-COLUMNS FOLDER
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromTypedArray, unflatten } from "../../src/array/index.ts";
import { recreateRoot } from "../../src/root/index.ts";
import { dispose } from "../../src/wasm/index.ts";

type Numbers = Int32Array | Uint32Array | Float32Array;
const constructors = { int32: Int32Array, uint32: Uint32Array, float32: Float32Array };

interface Place {
  readonly dtype: keyof typeof constructors;
  readonly position: number;
  readonly length: number;
}

/** Entries of a basket: several in each branch, as in larger files. */
const STEP = 1500;
const COUNTER = "lep_n";

async function columnsOf(path: string): Promise<Map<string, Numbers>> {
  const table = JSON.parse(await readFile(`${path}.json`, "utf8")) as Record<string, Place>;
  const { buffer } = Uint8Array.from(await readFile(`${path}.bin`));
  return new Map(
    Object.entries(table).map(([name, { dtype, position, length }]) => [
      name,
      new constructors[dtype](buffer, position, length),
    ]),
  );
}

function dtypeOf(numbers: Numbers): string {
  return Object.keys(constructors).find(
    (name) => numbers instanceof constructors[name as "int32"],
  )!;
}

async function write(path: string, columns: ReadonlyMap<string, Numbers>): Promise<void> {
  const counts = columns.get(COUNTER) as Uint32Array;
  const flat = [...columns].filter(([name]) => !name.startsWith("lep_"));
  const leptons = [...columns].filter(([name]) => name.startsWith("lep_") && name !== COUNTER);
  const field = (name: string): string => name.slice("lep_".length);
  const types = {
    ...Object.fromEntries(flat.map(([name, numbers]) => [name, dtypeOf(numbers)])),
    lep: Object.fromEntries(leptons.map(([name, all]) => [field(name), `var * ${dtypeOf(all)}`])),
  };
  await using file = await recreateRoot(path, { compression: "zlib", reproducible: true });
  const tree = file.mktree("mini", types, {
    title: "4lep, toy simulation",
    // As in the open data.
    counterName: (column) => `${column}_n`,
    counterType: "uint32",
  });
  let first = 0;
  for (let start = 0; start < counts.length; start += STEP) {
    const some = counts.subarray(start, start + STEP);
    const stop = some.reduce((sum, n) => sum + n, first);
    const lists = leptons.map(([name, all]) => {
      const content = fromTypedArray(all.subarray(first, stop));
      return [field(name), unflatten(content, fromTypedArray(Int32Array.from(some)))] as const;
    });
    await tree.extend({
      ...Object.fromEntries(flat.map(([name, all]) => [name, all.subarray(start, start + STEP)])),
      lep: Object.fromEntries(lists),
    });
    dispose(lists.map(([, array]) => array));
    first = stop;
  }
  await file.close();
}

const [from, to] = process.argv.slice(2);
for (const entry of await readdir(from)) {
  if (!entry.endsWith(".json")) continue;
  const name = entry.slice(0, -".json".length);
  await write(join(to, name), await columnsOf(join(from, name)));
}
