// Reads all columns of "mini" with JSROOT, as its users do: a selector that is given every entry.
// Arguments: the file, and how many runs are timed. Prints one line of JSON: a digest of each column
// as bench/events.ts makes them, the samples, and the version.
import { createHash } from "node:crypto";
import { version } from "jsroot/core";
import { openFile } from "jsroot/io";
import { TSelector, treeProcess } from "jsroot/tree";

const [path, runs] = process.argv.slice(2);

/** The values of each column, lists one behind the other, and their offsets. */
async function read() {
  const file = await openFile(path);
  const tree = await file.readObject("mini");
  const selector = new TSelector();
  const branches = tree.fBranches.arr;
  for (const [i, branch] of branches.entries()) selector.addBranch(branch, `c${i}`);
  const columns = branches.map(({ fName }) => ({ name: fName, offsets: [0], content: [] }));
  selector.Process = function () {
    for (let i = 0; i < columns.length; i++) {
      const { offsets, content } = columns[i];
      const value = this.tgtobj[`c${i}`];
      if (typeof value === "number") content.push(value);
      else for (let j = 0; j < value.length; j++) content.push(value[j]);
      offsets.push(content.length);
    }
  };
  await treeProcess(tree, selector);
  return { branches, columns };
}

function digests({ branches, columns }) {
  return Object.fromEntries(
    columns.map(({ name, offsets, content }, i) => {
      const [leaf] = branches[i].fLeaves.arr;
      const types = { TLeafF: Float32Array, TLeafD: Float64Array };
      const Type = types[leaf._typename] ?? (leaf.fIsUnsigned ? Uint32Array : Int32Array);
      const hash = createHash("sha256");
      if (leaf.fLeafCount) hash.update(BigInt64Array.from(offsets, BigInt));
      return [name, hash.update(Type.from(content)).digest("hex")];
    }),
  );
}

const answer = digests(await read());
const samples = [];
for (let i = 0; i < Number(runs); i++) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await read();
  const { user, system } = process.cpuUsage(cpu);
  samples.push({ ms: performance.now() - start, cpu: (user + system) / 1000 });
}
console.log(JSON.stringify({ answer, samples, version }));
