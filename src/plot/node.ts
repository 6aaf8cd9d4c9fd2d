/* What of Node the figures use, asked for in a way that bundlers for pages do not follow. */

interface NodeFiles {
  readFile(path: URL): Promise<Uint8Array>;
}

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: string): unknown;
}

const { process } = globalThis as { process?: NodeProcess };

/** The process, in Node; undefined in a page. */
export const node: NodeProcess | undefined =
  process?.versions?.node !== undefined && process.getBuiltinModule !== undefined
    ? process
    : undefined;

/** Node's files; undefined in a page. */
export function files(): NodeFiles | undefined {
  return node?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
}
