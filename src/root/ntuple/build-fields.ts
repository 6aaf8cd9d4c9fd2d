import { schemaOf, UnreadableType } from "../class-schema.ts";
import type { Streamers } from "../jsroot.ts";
import type { StructuredInterpretation } from "../structured.ts";
import { parseTypeName } from "../typename.ts";
import { isIndex, isSwitch, promoted, reasonAgainst, typeOf } from "./column-type.ts";
import type { Field, FieldColumn, NumbersField } from "./field.ts";
import {
  COLLECTION,
  type ColumnRecord,
  type FieldRecord,
  PLAIN,
  RECORD,
  type Schema,
  STREAMER,
  VARIANT,
} from "./schema.ts";

/** Deeper than any type; more is a damaged file. */
const MAX_DEPTH = 100;
const MAX_ALTERNATIVES = 125;
const MAX_SIZE = 2 ** 31 - 1;

/** Why a field cannot be read. */
class Unreadable {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Works out the top-level fields of a schema.
 *
 * @param streamers  the classes of streamed fields; none needed where there are no such fields
 * @returns per top-level field its record and the field, or the reason why it cannot be read
 * @see RNTuple format specification 1.0, "Mapping of C++ Types to Fields and Columns"
 */
export function buildFields(
  schema: Schema,
  streamers: Streamers | undefined,
): { record: FieldRecord; field: Field | string }[] {
  const tree = new SchemaTree(schema, streamers);
  return tree.top.map((record) => {
    try {
      return { record, field: build(tree, record, record.name, 0) };
    } catch (error) {
      if (error instanceof Unreadable) return { record, field: error.reason };
      throw error;
    }
  });
}

/** Who belongs to whom. */
class SchemaTree {
  readonly top: FieldRecord[] = [];
  readonly #children = new Map<number, FieldRecord[]>();
  readonly #columns = new Map<number, ColumnRecord[]>();

  readonly streamers: Streamers | undefined;

  constructor({ fields, columns, aliases }: Schema, streamers: Streamers | undefined) {
    this.streamers = streamers;
    for (const field of fields) {
      if (field.parent === field.id) this.top.push(field);
      else push(this.#children, field.parent, field);
    }
    for (const column of columns) push(this.#columns, column.field, column);
    for (const { column, field } of aliases) push(this.#columns, field, columns[column]);
    for (const { id, source } of fields) {
      const shown = source === undefined ? undefined : this.#columns.get(source);
      if (shown !== undefined && !this.#columns.has(id)) this.#columns.set(id, shown);
    }
  }

  children({ id }: FieldRecord): readonly FieldRecord[] {
    return this.#children.get(id) ?? [];
  }

  /** The columns of a field in order, each with its representations. */
  columns({ id }: FieldRecord, path: string): FieldColumn[] {
    const sets: ColumnRecord[][] = [];
    for (const record of this.#columns.get(id) ?? []) {
      const reason = reasonAgainst(record);
      if (reason !== undefined) throw new Unreadable(`${reason}, of "${path}"`);
      sets[record.representation] ??= [];
      sets[record.representation].push(record);
    }
    const count = sets[0]?.length ?? 0;
    if (Object.keys(sets).length !== sets.length || sets.some((set) => set.length !== count)) {
      throw new Unreadable(`the representations of "${path}" have different columns`);
    }
    return Array.from({ length: count }, (_, i) => ({
      path,
      records: sets.map((set) => set[i]),
    }));
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function build(tree: SchemaTree, record: FieldRecord, path: string, depth: number): Field {
  if (depth > MAX_DEPTH) throw new Unreadable(`"${path}" is nested too deeply`);
  switch (record.role) {
    case PLAIN:
      return buildPlain(tree, record, path, depth);
    case COLLECTION:
      return buildCollection(tree, record, path, depth);
    case RECORD:
      return buildRecord(tree, record, path, depth);
    case VARIANT:
      return buildVariant(tree, record, path, depth);
    case STREAMER:
      return buildStreamed(tree, record, path);
    default:
      throw new Unreadable(`"${path}" has the unknown role ${record.role}`);
  }
}

function buildPlain(tree: SchemaTree, record: FieldRecord, path: string, depth: number): Field {
  const { size, typename } = record;
  const children = tree.children(record);
  const columns = tree.columns(record, path);
  if (size !== undefined) {
    if (size > MAX_SIZE) throw new Unreadable(`"${path}" has ${size} elements each`);
    if (children.length === 1 && columns.length === 0) {
      const content = build(tree, children[0], path, depth + 1);
      return { kind: "regular", typename, size, content };
    }
    // std::bitset has a column of its own.
    if (children.length === 0 && columns.length === 1) {
      return { kind: "regular", typename, size, content: leaf(columns[0], "bool") };
    }
  } else if (columns.length === 0 && children.length === 1) {
    // std::atomic and enumerations.
    return { ...build(tree, children[0], path, depth + 1), typename };
  } else if (columns.length === 1 && children.length === 0) {
    if (!typename.startsWith("ROOT::RNTupleCardinality<")) return leaf(columns[0], typename);
    const [index] = columns;
    requireType(index, isIndex, "an index");
    const wide = index.records.some(({ bits }) => bits === 64);
    return { kind: "cardinality", typename, dtype: wide ? "int64" : "int32", index };
  } else if (columns.length === 2 && children.length === 0) {
    const [index, characters] = columns;
    requireType(index, isIndex, "an index");
    requireType(characters, (column) => typeOf(column)?.name === "Char", "characters");
    return { kind: "string", typename, index, characters };
  }
  throw new Unreadable(
    `"${path}" (${typename}) has ${columns.length} columns and ${children.length} fields below it`,
  );
}

function leaf(column: FieldColumn, typename: string): NumbersField {
  const dtypes = column.records.map((record) => {
    const type = typeOf(record);
    if (type?.dtype === undefined || type.decodeIndex !== undefined) {
      throw new Unreadable(`"${column.path}" has a column of type ${type?.name}, not of numbers`);
    }
    return type.dtype;
  });
  return { kind: "leaf", typename, dtype: dtypes.reduce(promoted), column };
}

function requireType(
  column: FieldColumn,
  test: (record: ColumnRecord) => boolean,
  what: string,
): void {
  const other = column.records.find((record) => !test(record));
  if (other === undefined) return;
  throw new Unreadable(`"${column.path}" has a column of ${typeOf(other)?.name}, not of ${what}`);
}

function buildCollection(
  tree: SchemaTree,
  record: FieldRecord,
  path: string,
  depth: number,
): Field {
  const columns = tree.columns(record, path);
  if (columns.length !== 1) throw new Unreadable(`"${path}" has ${columns.length} columns`);
  const [index] = columns;
  requireType(index, isIndex, "an index");
  const children = tree.children(record);
  if (children.length === 0) throw new Unreadable(`"${path}" has no field below it`);
  const content =
    children.length === 1
      ? build(tree, children[0], path, depth + 1)
      : buildRecord(tree, record, path, depth + 1);
  const { typename } = record;
  const nullable = /^std::(optional|unique_ptr)</.test(typename);
  return { kind: nullable ? "option" : "list", typename, index, content };
}

/** A member of a record: its own, or of a base class at any depth. */
interface Member {
  readonly record: FieldRecord;
  /** The bases that it comes from, the outermost first. */
  readonly bases: readonly FieldRecord[];
}

/**
 * Members of base classes are shown as the class's own, behind them; where names repeat, those of
 * bases carry the base's name: `Base::x`. Members of tuples are "0", "1" …
 * @see uproot 5.7 models/RNTuple.py, `all_fields`
 */
function buildRecord(tree: SchemaTree, record: FieldRecord, path: string, depth: number): Field {
  const members: Member[] = [];
  // Own members, then the last base with all of its bases, then the one before.
  const pending: Member[] = [{ record, bases: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { record: owner, bases } = next;
    if (bases.length > MAX_DEPTH) throw new Unreadable(`"${path}" has too many bases`);
    for (const child of tree.children(owner)) {
      if (/^:_\d+$/.test(child.name) && child.role === RECORD) {
        pending.push({ record: child, bases: [...bases, child] });
      } else {
        members.push({ record: child, bases });
      }
    }
  }
  const fields = uniqueNames(members, path);
  const contents = members.map(({ record: member }, i) =>
    build(tree, member, `${path}.${fields[i]}`, depth + 1),
  );
  const tuple = members.every(({ record: { name } }) => /^_\d+$/.test(name));
  return { kind: "record", typename: record.typename, tuple, fields, contents };
}

function uniqueNames(members: readonly Member[], path: string): string[] {
  const names = members.map(({ record }) => record.name.replace(/^_(?=\d+$)/, ""));
  const groups = new Map<string, number[]>();
  for (const [i, name] of names.entries()) push(groups, name, i);
  for (const [name, group] of groups) {
    if (group.length < 2) continue;
    const all = group.map((i) => members[i].bases);
    let common = 0;
    while (all.every((bases) => bases[common] !== undefined && bases[common] === all[0][common])) {
      common++;
    }
    const prefixes = all.map((bases) => bases.slice(common).map(({ typename }) => typename));
    for (const [k, prefix] of uniquePrefixes(prefixes, path).entries()) {
      names[group[k]] = [...prefix, name].join("::");
    }
  }
  return names;
}

/** As few leading parts of each list as tell them apart. */
function uniquePrefixes(lists: readonly (readonly string[])[], path: string): string[][] {
  const lengths = lists.map(() => 0);
  for (;;) {
    const cut = lists.map((list, i) => list.slice(0, lengths[i]));
    const keys = cut.map((list) => list.join("::"));
    const same = keys.map((key, i) => keys.some((other, j) => j !== i && other === key));
    if (!same.includes(true)) return cut;
    let longer = false;
    for (const [i, repeated] of same.entries()) {
      if (!repeated) continue;
      if (lengths[i] < lists[i].length) longer = true;
      lengths[i]++;
    }
    if (!longer) throw new Unreadable(`"${path}" has several members of one name`);
  }
}

function buildVariant(tree: SchemaTree, record: FieldRecord, path: string, depth: number): Field {
  const columns = tree.columns(record, path);
  if (columns.length !== 1) throw new Unreadable(`"${path}" has ${columns.length} columns`);
  const [tag] = columns;
  requireType(tag, isSwitch, "variants");
  const children = tree.children(record);
  if (children.length > MAX_ALTERNATIVES) {
    throw new Unreadable(`"${path}" has ${children.length} alternatives`);
  }
  const contents = children.map((child, i) => build(tree, child, `${path}<${i}>`, depth + 1));
  return { kind: "variant", typename: record.typename, tag, contents };
}

/** @see RNTuple format specification 1.0, "ROOT streamed types" */
function buildStreamed(tree: SchemaTree, record: FieldRecord, path: string): Field {
  const { typename } = record;
  const columns = tree.columns(record, path);
  if (columns.length !== 2) throw new Unreadable(`"${path}" has ${columns.length} columns`);
  const [index, bytes] = columns;
  requireType(index, isIndex, "an index");
  requireType(bytes, (column) => typeOf(column)?.name === "Byte", "bytes");
  const { streamers } = tree;
  if (streamers === undefined) throw new Error("streamed fields need streamer infos");
  const interpretation: StructuredInterpretation = {
    kind: "structured",
    schema: (versions) => schemaOf(parseTypeName(typename), true, streamers, versions),
    streamers,
  };
  try {
    interpretation.schema(new Map());
  } catch (error) {
    if (!(error instanceof UnreadableType)) throw error;
    throw new Unreadable(`"${path}" (${typename}), stored by its ROOT streamer: ${error.message}`);
  }
  return { kind: "streamed", typename, index, bytes, interpretation };
}
