import { NotFoundError } from "../errors.ts";
import type { Template } from "./template.ts";

/** Behind the names of templates that were post-processed. */
const MODIFIED = "_modified";

/**
 * The templates of a configuration by name: as they came, and post-processed.
 */
export class TemplateSet {
  readonly #templates = new Map<string, Template>();

  /** Names in the order of their making; those that were post-processed end in `_modified`. */
  names(): string[] {
    return [...this.#templates.keys()];
  }

  set(name: string, template: Template): void {
    this.#templates.set(name, template);
  }

  /** What post-processing made of a template. */
  setModified(name: string, template: Template): void {
    this.#templates.set(name + MODIFIED, template);
  }

  has(name: string): boolean {
    return this.#templates.has(name);
  }

  /**
   * A template, post-processed where it was.
   *
   * @param options  `modified: false`: as it came
   * @throws NotFoundError with the nearest name
   * @see cabinetry.histo.Histogram.from_path
   */
  get(name: string, { modified = true }: { readonly modified?: boolean } = {}): Template {
    const found =
      (modified ? this.#templates.get(name + MODIFIED) : undefined) ?? this.#templates.get(name);
    if (found === undefined) {
      const known = this.names();
      const note = known.length === 0 ? ": collect, build or restore them first" : "";
      throw new NotFoundError("template", name, known, "the configuration", note);
    }
    return found;
  }

  clear(): void {
    this.#templates.clear();
  }
}
