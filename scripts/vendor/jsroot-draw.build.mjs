// Options of esbuild for jsroot-draw.mjs: what is left out of JSROOT, and where it is made deterministic.
import { readFileSync } from "node:fs";

/** Source edits, each of which must find its place: a new JSROOT that moved it fails the build. */
const edits = {
  "core.mjs": [
    // The drawing is made in our own document everywhere, so that a page and Node give the same bytes.
    ["function isNodeJs() { return nodejs; }", "function isNodeJs() { return true; }"],
    ["let batch_mode = nodejs;", "let batch_mode = true;"],
    [
      "   if (nodejs)\n      return internals.nodejs_document;",
      "   return internals.nodejs_document;",
    ],
    ["if (!nodejs) {\n   if (source_dir)", "if (false) {\n   if (source_dir)"],
  ],
  "ObjectPainter.mjs": [
    // A backslash would send for MathJax, from the network or nowhere.
    ["if (!use_mathjax || arg.nomathjax) {", "if (true) {"],
  ],
  "TFramePainter.mjs": [
    // The frame is drawn by a histogram of its own, which has no scale of colours.
    [
      "this.x_handle.has_obstacle = has_x_obstacle;",
      "this.x_handle.has_obstacle = has_x_obstacle || gStyle.scaleBeside;",
    ],
  ],
  "TAxisPainter.mjs": [
    // Numbers between powers of ten keep their digits: JSROOT rounds 2.5 to 3.
    [
      "value = Math.round(value / Math.pow(base, order));",
      "value = Number((value / Math.pow(base, order)).toPrecision(6));",
    ],
    [
      "return (vlog < 0) ? val.toFixed(Math.round(-vlog + 0.5)) : val.toFixed(0);",
      "return String(Number(val.toPrecision(6)));",
    ],
    // Ticks where a figure wants them.
    [
      "this.fixed_ticks = opts.fixed_ticks || null;",
      "this.fixed_ticks = opts.fixed_ticks || axis?.fixedTicks || null;",
    ],
    // The margin follows the numbers of a vertical axis, not they the margin.
    [
      "else if (painter.vertical && max_text_width &&",
      "else if (painter.vertical && painter.kind === kAxisLabels && max_text_width &&",
    ],
    // Beside a scale of colours the common power of ten stands behind the last number.
    [
      "x: xoff + (this.vertical ? side * 5 : w + 5),",
      "x: xoff + (this.vertical ? side * 5 : w + 5 + (this.has_obstacle ? 0.3 * labelsFont.size * maxtextlen : 0)),",
    ],
    // A minus is a minus, as in titles; names of bins may have hyphens.
    [
      "               if (text === null)\n                  continue;",
      "               if (text === null)\n                  continue;\n               if (this.kind !== kAxisLabels) text = text.replace(/^-/, '\u2212').replace('e-', 'e\u2212');",
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of JSROOT
    ["return res + `^{${order}}`;", "return res + `^{${String(order).replace('-', '\u2212')}}`;"],
  ],
  "latex.mjs": [
    // An empty group has no extent; JSROOT fails on its missing box.
    [
      "while (label) {\n      let best",
      "if (!label) extendPosition(curr.x, curr.y, curr.x, curr.y);\n   while (label) {\n      let best",
    ],
    // Widths from the font that is shipped, not from a table of averages.
    [
      "function approximateLabelWidth(label, font, fsize) {",
      `let textWidth;
export function setTextWidth(measure) { textWidth = measure; }
function approximateLabelWidth(label, font, fsize, curr) {
   if (textWidth) {
      const f = Number.isInteger(font) ? new FontHandler(font, fsize) : font;
      return textWidth(label, fsize || f.size, curr?.bold ?? Boolean(f.weight), curr?.italic ?? Boolean(f.style));
   }`,
    ],
    [
      "width: approximateLabelWidth(s, curr.font, curr.fsize) }",
      "width: approximateLabelWidth(s, curr.font, curr.fsize, curr) }",
    ],
    // Renderers disagree on where an overline runs: a path is the same for all, and nearer to its letter.
    ["} else if (curr.deco) {", "} else if (false) {"],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source of JSROOT
      "createPath(gg, `M0,${Math.round(r.y1)}h${Math.round(r.width)}`);",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source of JSROOT
      "createPath(gg, `M0,${Math.round(0.85 * r.y1)}h${Math.round(r.width)}`);",
    ],
    // A space is 0.278 em in Arial; JSROOT sets 0.4.
    [
      "curr.x + nspaces * curr.fsize * 0.4, curr.y);\n      shiftX(nspaces * curr.fsize * 0.4);",
      "curr.x + nspaces * curr.fsize * 0.28, curr.y);\n      shiftX(nspaces * curr.fsize * 0.28);",
    ],
  ],
};

const patch = {
  name: "patch",
  setup(bundle) {
    bundle.onLoad({ filter: /jsroot\/modules\/((base|gpad)\/)?\w+\.mjs$/ }, ({ path }) => {
      const wanted = edits[path.split("/").at(-1)];
      if (!wanted) return undefined;
      let contents = readFileSync(path, "utf8");
      for (const [from, to] of wanted) {
        if (contents.split(from).length !== 2) {
          throw new Error(`${path} no longer has exactly one: ${from}`);
        }
        contents = contents.replace(from, () => to);
      }
      // What is no TLatex is the caller's to hear of, not the console's.
      if (path.endsWith("latex.mjs")) {
        contents = contents.replaceAll(
          /console\.log\((.*)\);/g,
          "throw new SyntaxError([$1].join(' '));",
        );
      }
      return { contents, loader: "js" };
    });
  },
};

/** Menus, toolbars and displays: batch drawing imports them but calls nothing that matters. */
const noInterface = {
  name: "no-interface",
  setup(bundle) {
    bundle.onLoad({ filter: /jsroot\/modules\/gui\/\w+\.mjs$/ }, ({ path }) => {
      const names = /export \{([^}]*)\};\s*$/.exec(readFileSync(path, "utf8"))[1].split(",");
      const stubs = names.map((name) => `export function ${name.trim()}() { return null; }`);
      return { contents: stubs.join("\n"), loader: "js" };
    });
  },
};

/** Files and Node's document: loaded on demand in places that drawing does not reach. */
const noNode = {
  name: "no-node",
  setup(bundle) {
    bundle.onResolve({ filter: /^(fs|zlib|jsdom)$/ }, ({ path }) => ({
      path,
      namespace: "no-node",
    }));
    bundle.onLoad({ filter: /.*/, namespace: "no-node" }, ({ path }) => ({
      contents: `throw new Error("${path} is not part of hepwasm's drawing bundle");`,
      loader: "js",
    }));
  },
};

const functions = ["exp", "log", "log1p", "log10", "pow", "sin", "cos", "tan", "atan", "atan2"];

export default {
  minifyIdentifiers: true,
  external: [],
  plugins: [patch, noInterface, noNode],
  // Transcendental functions of the engine differ in their last bits; ours do not.
  inject: ["scripts/vendor/math.js"],
  define: Object.fromEntries(functions.map((name) => [`Math.${name}`, `hepwasm_${name}`])),
};
