import { ModelError, NotFoundError } from "../errors.ts";
import { type DigestAlgorithm, digest } from "./digest.ts";
import { applyPatch, type PatchOperation } from "./json-patch.ts";
import { parseSpelled } from "./json-spelling.ts";
import { checkPatchSetSpec, type PatchSetSpec, type PatchSpec } from "./patchset-schema.ts";
import type { WorkspaceSpec } from "./spec.ts";
import { Workspace } from "./workspace.ts";

/** One signal hypothesis: a patch of a workspace, with a name and the values of the set's labels. */
export class Patch {
  readonly name: string;
  readonly values: readonly (number | string)[];
  readonly operations: readonly PatchOperation[];

  constructor({ patch, metadata }: PatchSpec) {
    this.name = metadata.name;
    this.values = metadata.values;
    this.operations = patch;
  }

  /** @throws FormatError that names the operation which does not fit */
  apply(spec: WorkspaceSpec): WorkspaceSpec {
    return applyPatch(spec, this.operations);
  }
}

/**
 * Patches of one background-only workspace, as HEPData publishes them.
 * @see pyhf.PatchSet
 */
export class PatchSet {
  readonly spec: PatchSetSpec;
  readonly patches: readonly Patch[];

  /** @throws ModelError with the JSON path, on two patches of one name or of the same values */
  constructor(spec: unknown) {
    checkPatchSetSpec(spec);
    this.spec = spec;
    const names = new Set<string>();
    const values = new Set<string>();
    this.patches = spec.patches.map((patch, i) => {
      const { name, values: own } = patch.metadata;
      const path = `patches[${i}].metadata`;
      if (names.has(name)) throw new ModelError(path, `a second patch is called "${name}"`);
      const key = JSON.stringify(own);
      if (values.has(key)) throw new ModelError(path, `a second patch has the values ${key}`);
      if (own.length !== this.labels.length) {
        throw new ModelError(path, `${own.length} values, for ${this.labels.length} labels`);
      }
      names.add(name);
      values.add(key);
      return new Patch(patch);
    });
  }

  /** From JSON text: what patches put in keeps its spelling. @throws FormatError, ModelError */
  static fromText(text: string): PatchSet {
    return new PatchSet(parseSpelled(text));
  }

  get labels(): readonly string[] {
    return this.spec.metadata.labels;
  }

  get description(): string {
    return this.spec.metadata.description;
  }

  get references(): Readonly<Record<string, string>> {
    return this.spec.metadata.references;
  }

  get digests(): Readonly<Partial<Record<DigestAlgorithm, string>>> {
    return this.spec.metadata.digests;
  }

  /**
   * The patch of a name, or of a list of values.
   * @throws NotFoundError with the nearest name
   */
  get(key: string | readonly (number | string)[]): Patch {
    const wanted = JSON.stringify(key);
    const found = this.patches.find(({ name, values }) =>
      typeof key === "string" ? name === key : JSON.stringify(values) === wanted,
    );
    if (found === undefined) {
      const known = this.patches.map(({ name }) => name);
      throw new NotFoundError("patch", typeof key === "string" ? key : wanted, known, "the set");
    }
    return found;
  }

  /**
   * Checks that a workspace is the one that the patches are for.
   *
   * @param workspace  from its text (`Workspace.fromText`), or the text
   * @throws ModelError with both digests
   */
  verify(workspace: Workspace | string): void {
    for (const algorithm of Object.keys(this.digests) as DigestAlgorithm[]) {
      const got =
        typeof workspace === "string" ? digest(workspace, algorithm) : workspace.digest(algorithm);
      const want = this.digests[algorithm];
      if (got !== want) {
        throw new ModelError(
          "metadata.digests",
          `the ${algorithm} of the workspace is ${got}, the patches are for ${want}`,
        );
      }
    }
  }

  /** The workspace with a patch, after `verify`. */
  apply(workspace: Workspace, key: string | readonly (number | string)[]): Workspace {
    this.verify(workspace);
    return new Workspace(this.get(key).apply(workspace.spec));
  }

  [Symbol.iterator](): Iterator<Patch> {
    return this.patches[Symbol.iterator]();
  }
}
