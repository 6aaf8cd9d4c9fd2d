import { AwkwardArray, type Metadata } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import { type Layout, lazy } from "../array/layout.ts";
import { NotFoundError } from "../errors.ts";
import { behaviors as vectors } from "../vector/behavior.ts";
import { Collection } from "./collection.ts";
import type { Collections, Group, RecordTable, Schema } from "./schema.ts";
import { type EventColumns, listDepth } from "./source.ts";

/** The name of the records that are events. */
export const EVENTS = "NanoEvents";

/**
 * The events of some columns, arranged by a schema: a record array with a field for each collection.
 * Nothing is read before it is used.
 */
export function buildEvents(
  source: EventColumns,
  schema: Schema,
  metadata: Metadata = {},
): AwkwardArray {
  const groups = groupColumns(source, schema);
  const collections = new Map<string, Collection>();
  const all: Collections = {
    collection(name) {
      const found = collections.get(name);
      if (found !== undefined) return found;
      throw new NotFoundError("collection", name, collections.keys(), "these events");
    },
  };
  const fields: string[] = [];
  const contents: Layout[] = [];
  const { length } = source;
  for (const group of groups.values()) {
    const { collection: name, own } = group;
    fields.push(name);
    if (own !== undefined) {
      contents.push(
        lazy(
          length,
          () => source.held(own),
          () => source.load(own),
        ),
      );
      continue;
    }
    const record = schema.records[name] ?? schema.otherRecords;
    const table = record === undefined ? undefined : schema.behaviors[record];
    const behavior = record === undefined ? undefined : behaviorOf(record, table, all);
    const collection = new Collection(group, source, record, behavior, all);
    collections.set(name, collection);
    contents.push(collection.layout);
  }
  const layout = { kind: "record", fields, contents, length, name: EVENTS } as const;
  return new AwkwardArray(layout, { metadata });
}

function behaviorOf(name: string, table: RecordTable | undefined, all: Collections): Behavior {
  const own = Object.entries(table?.accessors ?? {}).map(([property, accessor]) => {
    return [property, (array: AwkwardArray) => accessor(array, all)] as const;
  });
  const vector = table?.vector === undefined ? {} : vectors[table.vector].properties;
  const properties = { ...vector, ...Object.fromEntries(own) };
  return { name, properties, summed: table?.summed };
}

function groupColumns({ columns }: EventColumns, schema: Schema): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const depths = new Map(columns.map(({ name, typename }) => [name, listDepth(typename)]));
  for (const [name, depth] of depths) {
    const place = schema.place(name);
    if (place === undefined) continue;
    let group = groups.get(place.collection);
    if (group === undefined) {
      group = { collection: place.collection, fields: new Map(), jagged: false };
      groups.set(place.collection, group);
    }
    if (place.field === "") group.own = name;
    else addField(group, place.field, name, depth);
  }
  for (const group of [...groups.values()]) {
    const counter = schema.counter?.(group.collection);
    const counts = counter === undefined ? undefined : groups.get(counter);
    if (counts?.own !== undefined) {
      group.counter = counts.own;
      // Files that uproot wrote have a counter for each column as well (nJet_pt): they go too.
      groups.delete(counts.collection);
    }
    const named = [...group.fields.values()].flatMap((plan) => {
      if (plan.kind === "column") return [plan.column];
      return plan.kind === "parts" ? [...plan.parts.values()] : [];
    });
    group.jagged = group.counter !== undefined || named.every((name) => depths.get(name) !== 0);
  }
  schema.complete?.(groups);
  return groups;
}

/** `link.m_persKey` is a part of the field `link`. */
function addField(group: Group, field: string, column: string, depth: number): void {
  const dot = field.indexOf(".");
  if (dot < 0) {
    group.fields.set(field, { kind: "column", column, depth });
    return;
  }
  const whole = field.slice(0, dot);
  const before = group.fields.get(whole);
  const parts = new Map(before?.kind === "parts" ? before.parts : []);
  parts.set(field.slice(dot + 1), column);
  group.fields.set(whole, { kind: "parts", parts });
}
