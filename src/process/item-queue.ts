import type { ChunkPlan, WorkItem } from "./plan.ts";

/** The chunks of one file that nobody has taken yet. */
interface Group {
  readonly items: WorkItem[];
  /** Bytes of each, about; events where bytes are unknown. */
  readonly weightOf: (item: WorkItem) => number;
  weight: number;
  taken: boolean;
}

/**
 * Which chunk a worker does next, so that all are done at about the same time: a worker stays with its
 * file, then takes the one with the most bytes that nobody works on, at last it helps where most is
 * left. The result does not depend on it.
 */
export class ItemQueue {
  readonly #groups = new Map<number, Group>();
  #size = 0;

  constructor({ files }: ChunkPlan, items: readonly WorkItem[]) {
    for (const item of items) {
      const { bytes, entries } = files[item.file];
      const scale = bytes === undefined || entries === 0 ? 1 : bytes / entries;
      let group = this.#groups.get(item.file);
      if (group === undefined) {
        const weightOf = ({ entryStart, entryStop }: WorkItem): number =>
          (entryStop - entryStart) * scale + 1;
        group = { items: [], weightOf, weight: 0, taken: false };
        this.#groups.set(item.file, group);
      }
      this.#add(group, item, "last");
    }
  }

  /** Chunks that nobody has taken. */
  get size(): number {
    return this.#size;
  }

  /**
   * The next chunk of a worker.
   * @param file  the one that it did last
   */
  take(file: number | undefined): WorkItem | undefined {
    const own = file === undefined ? undefined : this.#groups.get(file);
    if (own !== undefined && own.items.length > 0) return this.#remove(own, "first");
    let best: Group | undefined;
    for (const group of this.#groups.values()) {
      if (group.items.length === 0) continue;
      if (best === undefined || (group.taken === best.taken && group.weight > best.weight)) {
        best = group;
      } else if (best.taken && !group.taken) best = group;
    }
    // Of a file that another works on, from the end: it reads on from the start.
    return best && this.#remove(best, best.taken ? "last" : "first");
  }

  /** Gives a chunk back that was not done. */
  putBack(item: WorkItem): void {
    const group = this.#groups.get(item.file);
    if (group !== undefined) this.#add(group, item, "first");
  }

  #add(group: Group, item: WorkItem, where: "first" | "last"): void {
    if (where === "first") group.items.unshift(item);
    else group.items.push(item);
    group.weight += group.weightOf(item);
    this.#size++;
  }

  #remove(group: Group, where: "first" | "last"): WorkItem | undefined {
    const item = where === "first" ? group.items.shift() : group.items.pop();
    if (item === undefined) return undefined;
    group.taken = true;
    group.weight -= group.weightOf(item);
    this.#size--;
    return item;
  }
}
