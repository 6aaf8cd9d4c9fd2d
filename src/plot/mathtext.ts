// Labels of histograms and of cabinetry's configurations come with matplotlib's mathtext between dollar signs,
// `$p_T^{miss}$ [GeV]`. Figures are set in TLatex.

/** Signs by their names in mathtext; Greek letters are capital where their names are. */
const SIGNS: Readonly<Record<string, string>> = {
  ...greek(),
  ell: "ℓ",
  hbar: "ħ",
  infty: "∞",
  partial: "∂",
  nabla: "∇",
  prime: "′",
  dagger: "†",
  degree: "°",
  geq: "≥",
  ge: "≥",
  leq: "≤",
  le: "≤",
  neq: "≠",
  ne: "≠",
  approx: "≈",
  sim: "∼",
  propto: "∝",
  equiv: "≡",
  ll: "≪",
  gg: "≫",
  lesssim: "≲",
  gtrsim: "≳",
  pm: "±",
  mp: "∓",
  times: "×",
  cdot: "·",
  circ: "°",
  ast: "∗",
  star: "*",
  to: "→",
  rightarrow: "→",
  leftarrow: "←",
  gets: "←",
  leftrightarrow: "↔",
  Rightarrow: "⇒",
  in: "∈",
  notin: "∉",
  parallel: "∥",
  perp: "⊥",
  langle: "⟨",
  rangle: "⟩",
  sum: "∑",
  prod: "∏",
  int: "∫",
  ldots: "…",
  dots: "…",
  cdots: "⋯",
  quad: " ",
  qquad: "  ",
  left: "",
  right: "",
  rm: "",
  displaystyle: "",
};

/** Commands before one argument, and what TLatex has for them. Letters stand upright as in all our texts. */
const WRAPPED: Readonly<Record<string, string>> = {
  mathrm: "",
  mathit: "",
  mathsf: "",
  mathcal: "",
  mathregular: "",
  mathdefault: "",
  operatorname: "",
  text: "",
  textrm: "",
  textit: "",
  mathbf: "#bf",
  boldsymbol: "#bf",
  textbf: "#bf",
  bar: "#bar",
  overline: "#bar",
  hat: "#hat",
  widehat: "#hat",
  tilde: "#tilde",
  widetilde: "#tilde",
  vec: "#vec",
  dot: "#dot",
  ddot: "#ddot",
  check: "#check",
  acute: "#acute",
  grave: "#grave",
  slashed: "#slash",
  not: "#slash",
  underline: "#underline",
};

const FUNCTIONS: ReadonlySet<string> = new Set(
  "arccos arcsin arctan cos cosh cot det dim exp ln log max min sin sinh tan tanh".split(" "),
);

function greek(): Record<string, string> {
  const names =
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau " +
    "upsilon varphi chi psi omega";
  const small = names.split(" ").map((name, i) => [name, String.fromCodePoint(0x3b1 + i)]);
  const capitals = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(" ");
  const large = capitals.map((name) => {
    const [, letter = ""] =
      small.find(([each]) => each.replace(/^var/, "") === name.toLowerCase()) ?? [];
    return [name, letter.toUpperCase()];
  });
  return { ...Object.fromEntries([...small, ...large]), epsilon: "ϵ", phi: "ϕ", vartheta: "ϑ" };
}

/**
 * A text in TLatex, whose parts between two dollar signs are mathtext: `$m_{bjj}$ [GeV]`, `Jet $\eta$`. Without such
 * parts it is the text itself. Commands that are not known stay as they are.
 */
export function tlatexOf(text: string): string {
  if (!/(?<!\\)\$[^$]+\$/.test(text)) return text;
  const parts = text.split(/(?<!\\)\$/);
  // An odd sign at the end is one of the text.
  const last = parts.length % 2 === 0 ? `$${parts.pop()}` : "";
  const set = parts.map((part, i) => (i % 2 === 1 ? new Mathtext(part).all() : part));
  return (set.join("") + last).replaceAll("\\$", "$");
}

/** Signs that mathtext sets with space on either side, between two things. */
const RELATION = /^[=<>+−≥≤≠≈∼∝≡≪≫≲≳±∓×→←↔⇒∈∉]$/;

class Mathtext {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Everything; braces that close nothing are passed over. */
  all(): string {
    let made = "";
    while (this.#at < this.#text.length) {
      made += this.#upToBrace(true);
      this.#at++;
    }
    return made;
  }

  /** @param spaced  whether relations stand apart from what is beside them, as everywhere but in scripts */
  #upToBrace(spaced: boolean): string {
    let made = "";
    while (this.#at < this.#text.length && this.#text[this.#at] !== "}") {
      const item = this.#item(spaced);
      const apart = spaced && RELATION.test(item) && /[\p{L}\p{N})}\]|]$/u.test(made);
      made += apart ? ` ${item} ` : item;
    }
    return made;
  }

  #item(spaced: boolean): string {
    const sign = this.#text[this.#at];
    if (sign === "\\") return this.#command(spaced);
    if (sign === "{") return this.#group(spaced);
    this.#at++;
    if (sign === "_" || sign === "^") return `${sign}{${this.#argument(false)}}`;
    if (sign === "~") return " ";
    if (sign === "'") return "′";
    if (sign === "-") return "−";
    // Mathtext sets no spaces but those that are asked for.
    return sign === " " ? "" : sign;
  }

  #group(spaced: boolean): string {
    this.#at++;
    const inside = this.#upToBrace(spaced);
    this.#at++;
    return inside;
  }

  /** What a command or a script applies to: a group, a command, or one sign. */
  #argument(spaced: boolean): string {
    while (this.#text[this.#at] === " ") this.#at++;
    if (this.#at >= this.#text.length) return "";
    return this.#text[this.#at] === "{" ? this.#group(spaced) : this.#item(spaced);
  }

  #command(spaced: boolean): string {
    const name = /^[A-Za-z]+/.exec(this.#text.slice(this.#at + 1))?.[0];
    if (name === undefined) {
      const sign = this.#text[this.#at + 1] ?? "";
      this.#at += 2;
      if (sign === "!") return "";
      return /[,;: ]/.test(sign) ? " " : sign;
    }
    this.#at += 1 + name.length;
    if (Object.hasOwn(SIGNS, name)) return SIGNS[name];
    if (FUNCTIONS.has(name)) return `${name} `;
    if (Object.hasOwn(WRAPPED, name)) {
      // In texts spaces count.
      const inside = /^text/.test(name) ? this.#plain() : this.#argument(spaced);
      return WRAPPED[name] === "" ? inside : `${WRAPPED[name]}{${inside}}`;
    }
    if (name === "frac") return `#frac{${this.#argument(spaced)}}{${this.#argument(spaced)}}`;
    if (name === "sqrt") return `#sqrt{${this.#argument(spaced)}}`;
    return `\\${name}`;
  }

  #plain(): string {
    const group = /^\{([^{}]*)\}/.exec(this.#text.slice(this.#at));
    if (group === null) return this.#argument(false);
    this.#at += group[0].length;
    return group[1];
  }
}
