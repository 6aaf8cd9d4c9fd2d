import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/hist.ts";
import { histplot } from "../../src/plot/histplot.ts";
import { tlatexOf } from "../../src/plot/mathtext.ts";

describe("tlatexOf", () => {
  it.each([
    ["$m_{bjj}$ [GeV]", "m_{bjj} [GeV]"],
    ["$E_{T}^{miss}$ [GeV]", "E_{T}^{miss} [GeV]"],
    ["Jet $p_T$ [GeV]", "Jet p_{T} [GeV]"],
    [String.raw`Jet $\eta$`, "Jet η"],
    [String.raw`$\ell$-MET transverse mass [GeV]`, "ℓ-MET transverse mass [GeV]"],
    [String.raw`$\Delta R(\mu, \mathrm{jet}_1)$`, "ΔR(μ,jet_{1})"],
    [String.raw`$t\bar{t}$ + jets`, "t#bar{t} + jets"],
    [String.raw`$t\bar t$`, "t#bar{t}"],
    [String.raw`$\sqrt{s} = 13\,\mathrm{TeV}$`, "#sqrt{s} = 13 TeV"],
    [String.raw`$p_T^{\mathrm{miss}} \geq 30$`, "p_{T}^{miss} ≥ 30"],
    [String.raw`$H\to ZZ^* \to 4\ell$`, "H → ZZ^{*} → 4ℓ"],
    [String.raw`$\frac{1}{\sigma}\frac{d\sigma}{dm}$`, "#frac{1}{σ}#frac{dσ}{dm}"],
    ["$10^{-3}$", "10^{−3}"],
    [String.raw`$\sum p_{T}$, $\Sigma$, $\phi$`, "∑p_{T}, Σ, ϕ"],
    [String.raw`$m_{\text{two jets}}$`, "m_{two jets}"],
    [String.raw`$\cos\theta^\prime$`, "cos θ^{′}"],
    [String.raw`$|\eta| < 2.4$`, "|η| < 2.4"],
    // No mathtext: as they are.
    ["m_{4l} [GeV]", "m_{4l} [GeV]"],
    ["#eta of $5", "#eta of $5"],
    [String.raw`\$5 and \$6`, String.raw`\$5 and \$6`],
    [String.raw`$x$ at \$5`, "x at $5"],
    ["$x$ and $5", "x and $5"],
    // What is not known stays, for the message that names it.
    [String.raw`$\unknown$`, String.raw`\unknown`],
    // Whatever is written, it ends.
    ["$x_$ and $\\$", "x_{} and $$"],
    ["$x_{a$", "x_{a}"],
    ["$a}b$", "ab"],
    ["$-x + {-1}$, $x_{a+b}$", "−x + −1, x_{a+b}"],
  ])("%s is %s", (given, expected) => {
    expect(tlatexOf(given)).toBe(expected);
  });

  it("sets labels of histograms", async () => {
    using h = Hist.new
      .reg(4, 0, 4, { name: "x", label: String.raw`Jet $\eta$ of $t\bar{t}$` })
      .double();
    h.fill({ x: [1, 2] });
    const svg = await histplot(h, { labels: ["$m_{bjj}$"] }).svg({ embedFont: false });
    expect(svg).toContain("η");
    expect(svg).not.toContain("$");
    await expect(histplot(h, { labels: [String.raw`$\unknown$`] }).svg()).rejects.toThrow(
      "is not TLatex: write #unknown, not \\unknown",
    );
  });
});
