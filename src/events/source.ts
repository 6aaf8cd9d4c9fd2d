import type { Layout } from "../array/layout.ts";
import type { Column } from "../wasm/column.ts";
import type { Schema } from "./schema.ts";

/** A column that events are made of: a branch or a field. */
export interface SourceColumn {
  /** Its path in the tree. */
  readonly name: string;
  /** The C++ type, as the tree names it. */
  readonly typename: string;
}

/** Where the columns of some events come from. */
export interface EventColumns {
  /** Number of events. */
  readonly length: number;
  readonly columns: readonly SourceColumn[];
  /**
   * A column of all these events, the same at each call.
   * @throws NotLoadedError when it is not in memory
   */
  load(name: string): Layout;
  /** What is in memory of a column. */
  held(name: string): Iterable<Column>;
}

/** What a branch holds: a record has members, of some type. */
interface Interpreted {
  readonly kind: string;
  readonly typename?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly contents?: readonly { readonly typename?: string | undefined }[] | undefined;
}

/** A branch, as far as schemas depend on it. */
export interface SourceBranch {
  readonly path: string;
  readonly typename: string;
  /** Why it cannot be read. */
  readonly unsupported?: string | undefined;
  readonly interpretation: Interpreted;
}

/**
 * The columns of a tree that schemas arrange: those that can be read and hold anything.
 * @param members  of which records the members are columns, instead of the whole
 */
export function columnsOfTree(
  branches: readonly SourceBranch[],
  { members }: Pick<Schema, "members">,
): SourceColumn[] {
  return branches
    .filter(({ unsupported, interpretation }) => {
      return unsupported === undefined && interpretation.kind !== "unsupported";
    })
    .flatMap(({ path, typename, interpretation }) => {
      const { kind, fields = [], contents = [] } = interpretation;
      if (kind !== "record" || members?.(path) !== true) return [{ name: path, typename }];
      return fields.map((field, i) => {
        return { name: `${path}.${field}`, typename: contents[i]?.typename ?? "" };
      });
    });
}

const collections =
  /^(?:const )?(?:std::|ROOT::)?(?:vector|VecOps::RVec|RVec|list|deque|set|multiset|unordered_set)<(.*)>$/;

/** How many lists are around the numbers of a C++ type: 1 for `std::vector<float>` and `float[]`. */
export function listDepth(typename: string): number {
  const type = typename.trim();
  if (type.endsWith("[]")) return 1 + listDepth(type.slice(0, -2));
  const inner = collections.exec(type);
  return inner === null ? 0 : 1 + listDepth(inner[1]);
}
