import { asList } from "../array/axis.ts";
import type { Behavior } from "../array/behavior.ts";
import { convert } from "../array/convert.ts";
import { type Layout, type ListLayout, lazy, loaded, type RecordLayout } from "../array/layout.ts";
import { checkSameLists, compactContent, rebase } from "../array/offsets.ts";
import { tidy } from "../array/share.ts";
import { FormatError, NotFoundError, ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { Collections, FieldPlan, Group } from "./schema.ts";
import type { EventColumns } from "./source.ts";

/** The objects of one kind of all events, before any of them is filtered. */
export class Collection {
  readonly name: string;
  /** A list of records for each event, or one record. Lazy. */
  readonly layout: Layout;
  readonly #group: Group;
  readonly #source: EventColumns;
  readonly #behavior: Behavior | undefined;
  readonly #record: string | undefined;
  readonly #all: Collections;

  constructor(
    group: Group,
    source: EventColumns,
    record: string | undefined,
    behavior: Behavior | undefined,
    all: Collections,
  ) {
    this.name = group.collection;
    this.#group = group;
    this.#source = source;
    this.#record = record;
    this.#behavior = behavior;
    this.#all = all;
    const { length } = source;
    this.layout = group.jagged
      ? lazy(
          length,
          () => [],
          () => this.#lists(),
          behavior,
        )
      : this.#records(length, undefined);
  }

  /** Where the objects of each event are, from 0. @throws ShapeError for one record an event */
  get offsets(): Column<"int32"> {
    return this.#loaded().offsets;
  }

  /** The objects of all events one after another; their fields are lazy. */
  get content(): RecordLayout {
    return this.#loaded().content as RecordLayout;
  }

  /** Another collection of the same events. @throws NotFoundError */
  other(name: string): Collection {
    return this.#all.collection(name);
  }

  /** A field, one element for each object of all events. Loads. */
  field(name: string): Layout {
    const { fields, contents } = this.content;
    const at = fields.indexOf(name);
    if (at < 0) throw new NotFoundError("field", name, fields, `collection "${this.name}"`);
    return loaded(contents[at]);
  }

  #loaded(): ListLayout {
    const now = loaded(this.layout);
    if (now.kind === "list") return now;
    throw new ShapeError(`collection "${this.name}" has one record for each event, not a list`);
  }

  #lists(): ListLayout {
    const offsets = this.#offsets();
    const total = offsets.view()[offsets.length - 1];
    return { kind: "list", offsets, content: this.#records(total, offsets) };
  }

  #offsets(): Column<"int32"> {
    const { counter, fields } = this.#group;
    const { length } = this.#source;
    if (counter === undefined) {
      for (const plan of fields.values()) {
        if (plan.kind === "derived") continue;
        const name = plan.kind === "column" ? plan.column : [...plan.parts.values()][0];
        return rebase(asList(loaded(this.#source.load(name))).offsets);
      }
      throw new FormatError(`collection "${this.name}" has no column`);
    }
    const counts = loaded(this.#source.load(counter));
    if (counts.kind !== "flat") throw new FormatError(`column "${counter}" does not hold counts`);
    const offsets = reserve("int32", length + 1);
    const narrow = convert(counts.data, "int32");
    const status = kernels.events_offsets(narrow.address, offsets.address, length);
    narrow.dispose();
    if (status === 0) return offsets;
    throw new FormatError(`column "${counter}": the count of event ${status - 1} cannot be`);
  }

  #records(length: number, offsets: Column<"int32"> | undefined): RecordLayout {
    const names = [...this.#group.fields.keys()];
    const contents = [...this.#group.fields.values()].map((plan) =>
      this.#content(plan, length, offsets),
    );
    const [name, behavior] = [this.#record, this.#behavior];
    return { kind: "record", fields: names, contents, length, name, behavior };
  }

  #content(plan: FieldPlan, length: number, offsets: Column<"int32"> | undefined): Layout {
    if (plan.kind === "column") return this.#column(plan.column, length, offsets);
    if (plan.kind === "parts") {
      const fields = [...plan.parts.keys()];
      const contents = [...plan.parts.values()].map((name) => this.#column(name, length, offsets));
      return { kind: "record", fields, contents, length };
    }
    return lazy(
      length,
      () => [],
      () => plan.make(this),
    );
  }

  /** What a column has for each object, its lists being those of the collection. */
  #column(name: string, length: number, offsets: Column<"int32"> | undefined): Layout {
    const source = this.#source;
    const held = (): Iterable<Column> => source.held(name);
    return lazy(length, held, () => {
      const now = loaded(source.load(name));
      if (offsets === undefined) return now;
      // They may have been freed with the scope that they were made in.
      const own = offsets.disposed ? this.offsets : offsets;
      return tidy(() => {
        const list = asList(now);
        checkSameLists(own, list.offsets, `"${this.name}"`, `"${name}"`);
        return compactContent(list);
      });
    });
  }
}
