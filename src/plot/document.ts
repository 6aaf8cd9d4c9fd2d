/*
 * The document that JSROOT draws into, in Node and in pages alike: elements, attributes, text, and the few
 * selectors that its painters use. No layout and no events; a browser's DOM would answer the same questions
 * with the metrics of whatever fonts are installed, and jsdom weighs more than everything else we ship.
 */

const SVG = "http://www.w3.org/2000/svg";

/** A run of text inside an element. */
export class DrawnText {
  readonly nodeType: number = 3;
  parentNode: DrawnElement | null = null;
  data: string;

  constructor(data: string) {
    this.data = data;
  }

  get textContent(): string {
    return this.data;
  }

  get nextSibling(): DrawnNode | null {
    return sibling(this, 1);
  }
}

/** What an element may contain. */
export type DrawnNode = DrawnElement | DrawnText;

/** `style` of an element: declarations in the order in which they were first set. */
class Style {
  readonly values: Map<string, string> = new Map();

  setProperty(name: string, value: string | number): void {
    if (value === "" || value === null) this.values.delete(name);
    else this.values.set(name, String(value));
  }

  getPropertyValue(name: string): string {
    return this.values.get(name) ?? "";
  }

  removeProperty(name: string): string {
    const old = this.getPropertyValue(name);
    this.values.delete(name);
    return old;
  }
}

/** An element: the part of the DOM's interface that d3-selection calls. */
export class DrawnElement {
  readonly nodeType: number = 1;
  readonly namespaceURI: string = SVG;
  readonly ownerDocument: DrawnDocument;
  readonly tagName: string;
  readonly attributes: Map<string, string> = new Map();
  readonly childNodes: DrawnNode[] = [];
  readonly style: Style = new Style();
  parentNode: DrawnElement | null = null;

  constructor(ownerDocument: DrawnDocument, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.tagName = tagName;
  }

  get nodeName(): string {
    return this.tagName;
  }

  get id(): string {
    return this.attributes.get("id") ?? "";
  }

  get children(): DrawnElement[] {
    return this.childNodes.filter((node) => node instanceof DrawnElement);
  }

  get firstChild(): DrawnNode | null {
    return this.childNodes[0] ?? null;
  }

  get lastChild(): DrawnNode | null {
    return this.childNodes.at(-1) ?? null;
  }

  get nextSibling(): DrawnNode | null {
    return sibling(this, 1);
  }

  get previousSibling(): DrawnNode | null {
    return sibling(this, -1);
  }

  get textContent(): string {
    return this.childNodes.map((node) => node.textContent).join("");
  }

  set textContent(text: string | null) {
    this.#empty();
    if (text !== null && text !== "") this.appendChild(new DrawnText(String(text)));
  }

  /** Only emptying is supported: nothing that JSROOT writes as markup belongs in a figure. */
  set innerHTML(markup: string) {
    this.#empty();
    if (markup !== "") this.textContent = markup;
  }

  appendChild<T extends DrawnNode>(node: T): T {
    return this.insertBefore(node, null);
  }

  insertBefore<T extends DrawnNode>(node: T, before: DrawnNode | null): T {
    node.parentNode?.removeChild(node);
    const index = before === null ? -1 : this.childNodes.indexOf(before);
    if (index < 0) this.childNodes.push(node);
    else this.childNodes.splice(index, 0, node);
    node.parentNode = this;
    return node;
  }

  removeChild<T extends DrawnNode>(node: T): T {
    const index = this.childNodes.indexOf(node);
    if (index >= 0) this.childNodes.splice(index, 1);
    node.parentNode = null;
    return node;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_space: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  getAttributeNS(_space: string, name: string): string | null {
    return this.getAttribute(name);
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
    // d3 clears all declarations of an element in this way.
    if (name === "style") this.style.values.clear();
  }

  removeAttributeNS(_space: string, name: string): void {
    this.removeAttribute(name);
  }

  addEventListener(): void {}

  removeEventListener(): void {}

  dispatchEvent(): boolean {
    return true;
  }

  contains(node: DrawnNode | null): boolean {
    for (let at = node; at !== null; at = at.parentNode) if (at === this) return true;
    return false;
  }

  /**
   * Whether the element meets a selector: `tag`, `.class`, `#id`, `tag.class`, `*`, such a one below another
   * (`.class tag`), or a list of them.
   */
  matches(selector: string): boolean {
    return selector.split(",").some((one) => matchesPath(this, one.trim().split(/\s+/)));
  }

  querySelector(selector: string): DrawnElement | null {
    for (const element of descendants(this)) if (element.matches(selector)) return element;
    return null;
  }

  querySelectorAll(selector: string): DrawnElement[] {
    return [...descendants(this)].filter((element) => element.matches(selector));
  }

  #empty(): void {
    for (const node of this.childNodes) node.parentNode = null;
    this.childNodes.length = 0;
  }
}

/** The document itself: it makes elements and holds one root, to which drawings are attached. */
export class DrawnDocument {
  readonly documentElement: DrawnElement = new DrawnElement(this, "div");
  readonly defaultView: { getComputedStyle: () => Style } = {
    getComputedStyle: () => new Style(),
  };

  get body(): DrawnElement {
    return this.documentElement;
  }

  createElement(name: string): DrawnElement {
    return new DrawnElement(this, name);
  }

  createElementNS(_space: string, name: string): DrawnElement {
    return new DrawnElement(this, name);
  }

  querySelector(selector: string): DrawnElement | null {
    return this.documentElement.querySelector(selector);
  }

  getElementById(id: string): DrawnElement | null {
    return this.documentElement.querySelector(`#${id}`);
  }
}

/** All elements below one, in document order. */
export function* descendants(element: DrawnElement): Generator<DrawnElement> {
  for (const child of element.children) {
    yield child;
    yield* descendants(child);
  }
}

/** Whether an element meets the last of the selectors, and the others are met by elements around it. */
function matchesPath(element: DrawnElement, path: readonly string[]): boolean {
  if (path.some((part) => /^[>+~]/.test(part))) {
    throw new SyntaxError(`unsupported selector ${path.join(" ")}`);
  }
  if (!matchesOne(element, path[path.length - 1])) return false;
  let left = path.length - 1;
  for (let at = element.parentNode; at !== null && left > 0; at = at.parentNode) {
    if (matchesOne(at, path[left - 1])) left--;
  }
  return left === 0;
}

function sibling(node: DrawnNode, step: number): DrawnNode | null {
  const all = node.parentNode?.childNodes;
  return all?.[all.indexOf(node) + step] ?? null;
}

function matchesOne(element: DrawnElement, selector: string): boolean {
  const parts = /^(:first-child|\*|[\w-]+)?((?:[.#][\w-]+)*)$/.exec(selector);
  if (parts === null) throw new SyntaxError(`unsupported selector ${selector}`);
  const [, tag = "*", rest] = parts;
  if (tag === ":first-child") {
    if (element.parentNode?.children[0] !== element) return false;
  } else if (tag !== "*" && tag !== element.tagName) return false;
  const classes = (element.getAttribute("class") ?? "").split(/\s+/);
  return (rest.match(/[.#][\w-]+/g) ?? []).every((one) =>
    one[0] === "#" ? element.id === one.slice(1) : classes.includes(one.slice(1)),
  );
}
