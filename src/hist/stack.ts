import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type Axis, sameAxis } from "./axis.ts";
import type { Hist } from "./hist.ts";

/** Histograms of the same axes, one on top of the other. @see hist.Stack */
export class Stack implements Iterable<Hist> {
  readonly hists: readonly Hist[];

  /** @throws UsageError on none, ShapeError where axes differ */
  constructor(hists: Iterable<Hist>) {
    this.hists = [...hists];
    if (this.hists.length === 0) throw new UsageError("a stack has one histogram at least");
    const [first] = this.hists;
    for (const hist of this.hists) {
      if (
        hist.axes.length !== first.axes.length ||
        !hist.axes.every((axis, i) => sameAxis(axis, first.axes[i]))
      ) {
        throw new ShapeError("the histograms of a stack have the same axes");
      }
    }
  }

  /** Copies of histograms, named by their keys. */
  static fromRecord(hists: Readonly<Record<string, Hist>>): Stack {
    return new Stack(Object.entries(hists).map(([name, hist]) => hist.copy().annotate({ name })));
  }

  get axes(): readonly Axis[] {
    return this.hists[0].axes;
  }

  get length(): number {
    return this.hists.length;
  }

  /** The histogram of a name, or at a position (negative from the end). @throws NotFoundError */
  get(which: string | number): Hist {
    if (typeof which === "string") {
      const named = this.hists.find(({ name }) => name === which);
      if (named !== undefined) return named;
      throw new NotFoundError(
        "histogram",
        which,
        this.hists.map(({ name }) => name),
        "this stack",
      );
    }
    const found = this.hists.at(which);
    if (found === undefined) throw new UsageError(`this stack has ${this.length} histograms`);
    return found;
  }

  /** The stack of what `of` makes of each histogram: `stack.map((h) => h.project("x"))`. */
  map(of: (hist: Hist, i: number) => Hist): Stack {
    return new Stack(this.hists.map(of));
  }

  [Symbol.iterator](): Iterator<Hist> {
    return this.hists[Symbol.iterator]();
  }

  /** Names and the first histogram, as hist shows them. */
  toString(): string {
    const names = this.hists.map(({ name }) => (name === "" ? "None" : `'${name}'`));
    return `Stack<(${names.join(", ")}) of ${this.hists[0]}>`;
  }
}
