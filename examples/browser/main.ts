import { ak, Hist, openRoot, plot } from "hepwasm";

type RootFile = Awaited<ReturnType<typeof openRoot>>;
type Tree = Awaited<ReturnType<RootFile["tree"]>>;

const get = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const drop = get<HTMLElement>("drop");
const input = get<HTMLInputElement>("file");
const trees = get<HTMLSelectElement>("tree");
const branches = get<HTMLSelectElement>("branch");
const words = get<HTMLElement>("words");
const picture = get<HTMLElement>("figure");

const BINS = 50;
let file: RootFile | undefined;
let tree: Tree | undefined;

/** One step at a time; what goes wrong is said in the page. */
let busy: Promise<void> = Promise.resolve();
function step(work: () => Promise<void>): void {
  busy = busy.then(async () => {
    words.className = "";
    words.textContent = "…";
    try {
      await work();
    } catch (error) {
      picture.replaceChildren();
      words.className = "error";
      words.textContent = error instanceof Error ? error.message : String(error);
    }
  });
}

async function openFile(dropped: File): Promise<void> {
  await file?.close();
  fill(trees, []);
  fill(branches, []);
  file = await openRoot(dropped);
  const found = Object.entries(file.classnames()).filter(([, name]) => name === "TTree");
  if (found.length === 0) throw new Error(`${dropped.name} holds no tree`);
  fill(
    trees,
    found.map(([key]) => key),
  );
  await openTree();
}

async function openTree(): Promise<void> {
  tree = await file!.tree(trees.value);
  const shown = tree.branches.filter(
    ({ unsupported, interpretation }) =>
      unsupported === undefined && interpretation.kind !== "grouped",
  );
  fill(
    branches,
    shown.map(({ path }) => path),
  );
  await draw();
}

async function draw(): Promise<void> {
  const name = branches.value;
  const events = await tree!.arrays([name]);
  const values = numbers(events.field(name));
  events.dispose();
  const [start, stop] = limits(values);
  const hist = Hist.new.reg(BINS, start, stop, { name: "x", label: name }).double();
  hist.fill({ x: values });
  const label = { status: `${values.length} values in ${tree!.entries} entries` };
  const figure = plot.stack({ data: hist, axis: "x", dataLabel: name, yTitle: "Values", label });
  const image = new Image();
  image.alt = `histogram of ${name}`;
  image.src = URL.createObjectURL(new Blob([await figure.svg()], { type: "image/svg+xml" }));
  await image.decode();
  URL.revokeObjectURL(image.src);
  hist.dispose();
  picture.replaceChildren(image);
  words.textContent = `${name}: ${values.length} values from ${start.toPrecision(4)} to ${stop.toPrecision(4)}`;
}

/** All numbers of a branch, whatever lists they are in. */
function numbers(branch: ak.Array): Float64Array {
  const flat = ak.flatten(branch, { axis: null });
  const values = Float64Array.from(ak.toTypedArray(flat) as ArrayLike<number>, Number);
  flat.dispose();
  return values;
}

/** A range that holds all finite values. */
function limits(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) throw new Error("there is no number in this branch");
  const room = high > low ? (high - low) / 1000 : Math.abs(low) / 10 || 0.5;
  return [high > low ? low : low - room, high + room];
}

function fill(select: HTMLSelectElement, names: readonly string[]): void {
  select.replaceChildren(...names.map((name) => new Option(name)));
  select.disabled = names.length === 0;
}

input.addEventListener("change", () => {
  const chosen = input.files?.[0];
  if (chosen) step(() => openFile(chosen));
});
for (const type of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.className = type === "dragover" ? "over" : "";
  });
}
drop.addEventListener("drop", ({ dataTransfer }) => {
  const dropped = dataTransfer?.files[0];
  if (dropped) step(() => openFile(dropped));
});
trees.addEventListener("change", () => step(openTree));
branches.addEventListener("change", () => step(draw));
