// The collector does not see linear memory: a handle of 100 bytes may hold a gigabyte. Node can be
// asked to collect at once and to say what is gone; a page has to wait for the end of its task.

interface NodeVm {
  createContext(object: object, options: { microtaskMode: "afterEvaluate" }): object;
  runInContext(code: string, context: object): unknown;
  runInNewContext(code: string): unknown;
}

interface NodeV8 {
  setFlagsFromString(flags: string): void;
}

type GetBuiltin = (name: string) => unknown;

const getBuiltin = (globalThis as { process?: { getBuiltinModule?: GetBuiltin } }).process
  ?.getBuiltinModule;

/** Whether `collectGarbage` works here. */
export const canCollect: boolean =
  getBuiltin !== undefined && (getBuiltin("node:vm") as NodeVm | undefined) !== undefined;

let collect: (() => void) | undefined;

/**
 * Collects garbage now, so that each `WeakRef` to an unreachable object is empty afterwards, also
 * those made by the task that is running.
 *
 * @returns false where the engine does not offer it
 */
export function collectGarbage(): boolean {
  if (getBuiltin === undefined || !canCollect) return false;
  collect ??= prepare(getBuiltin);
  collect();
  return true;
}

function prepare(builtin: GetBuiltin): () => void {
  const vm = builtin("node:vm") as NodeVm;
  (builtin("node:v8") as NodeV8).setFlagsFromString("--expose-gc");
  const gc = vm.runInNewContext("gc") as () => void;
  // A WeakRef keeps its target alive until the task ends (KeepDuringJob). Running anything in a
  // context with its own microtask queue ends with a checkpoint, which drops those references.
  const context = vm.createContext({}, { microtaskMode: "afterEvaluate" });
  return () => {
    vm.runInContext("0", context);
    gc();
  };
}
