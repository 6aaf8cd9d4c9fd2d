import type { AwkwardArray } from "../array/array.ts";
import { checkOptionNames } from "../array/option-names.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { keep, scope } from "../wasm/scope.ts";
import {
  type ColumnValues,
  checkRecord,
  checkVariations,
  columnsGiven,
  kindOf,
  lengthOf,
  type OffsetValues,
  offsetsGiven,
} from "./tool-arguments.ts";
import { overRecords } from "./tool-records.ts";

/** A column that a tool reads or makes. */
export interface ColumnDeclaration {
  /** Its name among the columns of `evaluate` and the fields of records. */
  readonly name: string;
  readonly access: "input" | "output";
  /** The dtype of an output; inputs may be of any number type and are widened to float64. */
  readonly dtype: DType;
  /** Whose values: one for each object, or (inputs) one for each event. */
  readonly per: "object" | "event";
  /** Where files of PHYSLITE's layout hold it: a container's role, then the variable. */
  readonly branch?: readonly [container: string, variable: string] | undefined;
  /** Inputs that a call may leave out. */
  readonly optional?: boolean | undefined;
  /** The input that an output stands in for. */
  readonly replacesColumn?: string | undefined;
}

/** What became of an object: the values of the output `status`. */
export const STATUS = { ok: 0, outOfValidityRange: 1, error: 2 } as const;

/** One systematic and its direction, such as `EG_SCALE_ALL__1up`. */
export interface Shift {
  readonly systematic: string;
  readonly direction: "up" | "down";
}

/** Systematics in both directions. */
export function upAndDown(systematics: Iterable<string>): string[] {
  return [...systematics].flatMap((name) => [`${name}__1up`, `${name}__1down`]);
}

/** Columns of one call, as a tool sees them. */
export interface ToolInputs {
  /** Number of objects. */
  readonly n: number;
  /** Of the objects of each event; undefined where each object is given its event's values. */
  readonly offsets: Column<"int32"> | undefined;
  readonly columns: Readonly<Record<string, Column | undefined>>;
  readonly isData: boolean;
}

/** A tool whose payload is read: it holds no state that a call could change. */
export interface PreparedTool<Output extends string> {
  readonly affectingSystematics: readonly string[];
  /** Those that an analysis should run; all by default. */
  readonly recommendedSystematics?: readonly string[] | undefined;
  /** Other names of variations that depend on the properties. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Inputs of which the payload needs nothing. */
  readonly unread?: readonly string[] | undefined;
  /** The outputs of each variation, a set of shifts; in one pass over the columns. */
  evaluate(
    inputs: ToolInputs,
    variations: readonly (readonly Shift[])[],
  ): readonly Readonly<Record<Output, Column>>[];
}

/** A tool as plain values: what it reads and makes, and how its properties become tables. */
export interface ToolDefinition<Properties, Output extends string, Alias extends string = never> {
  readonly name: string;
  readonly columns: readonly ColumnDeclaration[];
  /** Names of containers by role, as PHYSLITE has them. */
  readonly containers: Readonly<Record<string, string>>;
  /** Branches that lead from the objects to columns of other containers. */
  readonly links?: readonly (readonly [container: string, variable: string])[] | undefined;
  /** Other names of variations. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Other names of outputs in the records that a call gives. */
  readonly outputAliases?: Readonly<Record<Alias, Output>> | undefined;
  prepare(properties: Properties): PreparedTool<Output> | Promise<PreparedTool<Output>>;
}

/** Properties that every tool has. */
export interface ToolProperties {
  /** Other names of containers, by role: `{ electrons: "Electrons" }`. */
  readonly containers?: Readonly<Record<string, string>> | undefined;
  /** Other names of the records' fields, by column: `{ cl_eta: "caloEta" }`. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** Options of one evaluation. */
export interface EvaluateOptions {
  /** Whether the objects are data; simulation by default. */
  readonly isData?: boolean | undefined;
}

/** Options of a call on records. */
export interface CallOptions extends EvaluateOptions {
  /** The variation: "" is the nominal one. */
  readonly sys?: string | undefined;
  /** Columns that are not fields of the records: of their structure, or one value for each event. */
  readonly columns?: Readonly<Record<string, AwkwardArray>> | undefined;
}

/**
 * A tool on columns: configured, initialised once, then called on records of objects, or on flat
 * columns for all variations at once. Calls change nothing in it, and each object's results depend on
 * that object alone: not on its place, its neighbours, the chunk or the other variations asked for.
 *
 * @see ATLAS's ColumnarToolWrapper
 */
export interface ColumnarTool<Output extends string> {
  /**
   * The outputs of one variation, in the lists of the records.
   *
   * @throws NotFoundError for a field or variation that is not there; UsageError before `initialize`
   */
  (objects: AwkwardArray, options?: CallOptions): Readonly<Record<Output, AwkwardArray>>;
  readonly toolName: string;
  readonly columns: readonly ColumnDeclaration[];
  /**
   * Checks the properties, reads the payload and compiles its tables. Nothing changes where it fails.
   *
   * @throws UsageError naming the property
   */
  initialize(): Promise<void>;
  /** Every variation that changes an output, up and down. */
  readonly affectingSystematics: readonly string[];
  /** Those that an analysis should run. */
  readonly recommendedSystematics: readonly string[];
  /** Branches of PHYSLITE files that hold the inputs; once initialised those that the payload needs. */
  readonly requiredBranches: readonly string[];
  /**
   * The outputs of several variations in one pass.
   *
   * @param columns   inputs by name: of each object, or of each event where so declared. Typed arrays and
   *   lists of numbers are copied into linear memory; a `Column` lies there already
   * @param offsets   of each event's objects, from 0; without them per-event columns hold a value for
   *   each object
   * @param variations  "" is the nominal one
   * @returns columns by variation, as named in `variations`, and output; freed by `scope` or `dispose`
   * @throws NotFoundError, UsageError
   */
  evaluate(
    columns: Readonly<Record<string, ColumnValues | undefined>>,
    offsets: OffsetValues | undefined,
    variations: readonly string[],
    options?: EvaluateOptions,
  ): Readonly<Record<string, Readonly<Record<string, Column>>>>;
  /**
   * As a call, for several variations in one pass: outputs by variation.
   *
   * @throws NotFoundError, ShapeError
   */
  evaluateRecords(
    objects: AwkwardArray,
    variations: readonly string[],
    options?: Omit<CallOptions, "sys">,
  ): Readonly<Record<string, Readonly<Record<Output, AwkwardArray>>>>;
}

/** The constructor of a tool. */
export type ToolClass<Properties, Output extends string> = new (
  properties: Properties & ToolProperties,
) => ColumnarTool<Output>;

/** Makes the constructor of a tool from its definition; its instances can be called, and do not change. */
export function defineTool<
  Properties extends object,
  Output extends string,
  Alias extends string = never,
>(definition: ToolDefinition<Properties, Output, Alias>): ToolClass<Properties, Output | Alias> {
  function construct(properties: Properties & ToolProperties): ColumnarTool<Output | Alias> {
    return instance(definition, properties);
  }
  // `new` on a function that returns an object gives that object.
  return construct as unknown as ToolClass<Properties, Output | Alias>;
}

function instance<Properties extends object, Output extends string, Alias extends string>(
  definition: ToolDefinition<Properties, Output, Alias>,
  properties: Properties & ToolProperties,
): ColumnarTool<Output | Alias> {
  const { name, columns, aliases } = definition;
  checkRecord(properties, name, "properties", "{ payload: … }");
  const { containers: renamed = {}, fields = {}, ...own } = properties;
  const inputs = columns.filter(({ access }) => access === "input");
  const inputNames = inputs.map((column) => column.name);
  checkNames("containers", renamed, name);
  checkNames("fields", fields, name);
  checkKeys("container", renamed, Object.keys(definition.containers), `${name}'s containers`);
  checkKeys("column", fields, inputNames, `${name}'s inputs`);
  const containers = { ...definition.containers, ...renamed };
  let prepared: PreparedTool<Output> | undefined;

  const ready = (): PreparedTool<Output> => {
    if (prepared !== undefined) return prepared;
    throw new UsageError(`${name} is not initialised: await tool.initialize() first`);
  };

  const evaluate: ColumnarTool<Output>["evaluate"] = (given, offsets, variations, options = {}) => {
    const tool = ready();
    checkRecord(given, name, "columns", `{ ${inputNames[0]}: … }`);
    checkKeys("column", given, inputNames, `${name}'s inputs`);
    checkVariations(name, variations);
    const isData = flagOf(options, ["isData"], name);
    const shifts = variations.map((variation) =>
      shiftsOf(tool, variation, name, { ...aliases, ...tool.aliases }),
    );
    const results = scope(() => {
      const columns = columnsGiven(name, given);
      const lists = offsetsGiven(name, offsets);
      const n = lengthOf(name, inputs, columns, lists);
      return tool.evaluate({ n, offsets: lists, columns, isData }, shifts);
    });
    return Object.fromEntries(variations.map((variation, i) => [variation, results[i]]));
  };

  const evaluateRecords: ColumnarTool<Output | Alias>["evaluateRecords"] = (
    objects,
    variations,
    options = {},
  ) =>
    scope(() => {
      ready();
      checkVariations(name, variations);
      const isData = flagOf(options, ["columns", "isData"], name);
      const { columns: beside = {} } = options;
      checkRecord(beside, name, 'the option "columns"', "{ eventNumber }");
      checkKeys("column", beside, inputNames, `${name}'s inputs`);
      const outputs = columns.filter(({ access }) => access === "output");
      const arrays = overRecords(name, objects, beside, inputs, fields, (given) => {
        const results = evaluate(given, undefined, variations, { isData });
        return variations.flatMap((variation) => {
          return outputs.map((output) => results[variation][output.name]);
        });
      });
      const records = variations.map((variation, i) => {
        const entries = outputs.map((output, k): [string, AwkwardArray] => [
          output.name,
          arrays[i * outputs.length + k],
        ]);
        const own = Object.fromEntries(entries);
        for (const [alias, of] of Object.entries<string>(definition.outputAliases ?? {})) {
          own[alias] = own[of];
        }
        return [variation, own as Record<Output | Alias, AwkwardArray>] as const;
      });
      return Object.fromEntries(records);
    });

  const call = (
    objects: AwkwardArray,
    options: CallOptions = {},
  ): Readonly<Record<Output | Alias, AwkwardArray>> => {
    checkOptionNames(options, ["sys", "columns", "isData"], name);
    const { sys = "", ...others } = options;
    if (typeof sys !== "string") {
      throw new UsageError(`${name}: the option "sys" is a text, not ${kindOf(sys)}`);
    }
    return evaluateRecords(objects, [sys], others)[sys];
  };

  type Members = ColumnarTool<Output | Alias>;
  const members: { [K in keyof Members]: Members[K] } = {
    toolName: name,
    columns,
    evaluate,
    evaluateRecords,
    async initialize() {
      // What it keeps belongs to no scope that happens to be open.
      prepared = keep(await definition.prepare(own as Properties));
    },
    get affectingSystematics() {
      return ready().affectingSystematics;
    },
    get recommendedSystematics() {
      const { recommendedSystematics, affectingSystematics } = ready();
      return recommendedSystematics ?? affectingSystematics;
    },
    get requiredBranches() {
      const read = inputs.filter((input) => prepared?.unread?.includes(input.name) !== true);
      const own = read.flatMap(({ branch }) => (branch === undefined ? [] : [branch]));
      const branches = [...own, ...(definition.links ?? [])];
      return [...new Set(branches.map(([role, variable]) => `${containers[role]}.${variable}`))];
    },
  };
  Object.defineProperties(call, Object.getOwnPropertyDescriptors(members));
  Object.defineProperty(call, "name", { value: name });
  Object.defineProperty(call, "toString", { value: () => name });
  return new Proxy(call as typeof call & typeof members, {
    set(_, property) {
      const made = `new ${name}({ ${String(property)}: … })`;
      throw new UsageError(
        `${name} does not change: "${String(property)}" is given where it is made, ${made}`,
      );
    },
  });
}

/** @throws NotFoundError for a key that is not known */
export function checkKeys(
  what: string,
  given: object,
  known: readonly string[],
  where: string,
): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw new NotFoundError(what, key, known, where);
  }
}

/** Properties that rename: texts by name. */
function checkNames(property: string, given: unknown, tool: string): void {
  checkRecord(given, tool, `the property "${property}"`, '{ electrons: "Electrons" }');
  for (const [name, text] of Object.entries(given as object)) {
    if (typeof text === "string") continue;
    throw new UsageError(
      `${tool}: property "${property}": "${name}" is renamed by a text, not ${kindOf(text)}`,
    );
  }
}

/** Whether objects are data, by options of which none is unknown. */
function flagOf(options: EvaluateOptions, known: readonly string[], tool: string): boolean {
  checkOptionNames(options, known, tool);
  const { isData = false } = options;
  if (typeof isData === "boolean") return isData;
  throw new UsageError(`${tool}: the option "isData" is true or false, not ${kindOf(isData)}`);
}

/** The shifts of a variation: names of systematics with their direction, joined by "-". */
function shiftsOf(
  { affectingSystematics }: { readonly affectingSystematics: readonly string[] },
  variation: string,
  tool: string,
  aliases: Readonly<Record<string, string>>,
): Shift[] {
  if (variation === "" || variation === "nominal") return [];
  return variation.split("-").map((part) => {
    const full = Object.hasOwn(aliases, part) ? aliases[part] : part;
    if (!affectingSystematics.includes(full)) {
      if (full !== part) {
        throw new UsageError(
          `${tool}: "${part}" stands for ${full}, which is none of its systematics as it is configured ` +
            `(${affectingSystematics.length} of them, in affectingSystematics)`,
        );
      }
      const short = Object.keys(aliases).filter((one) =>
        affectingSystematics.includes(aliases[one]),
      );
      throw new NotFoundError("systematic", part, [...short, ...affectingSystematics], tool);
    }
    // A toy has no direction.
    const match = /^(.+)__1(up|down)$/.exec(full);
    if (match === null) return { systematic: full, direction: "up" };
    return { systematic: match[1], direction: match[2] as Shift["direction"] };
  });
}
