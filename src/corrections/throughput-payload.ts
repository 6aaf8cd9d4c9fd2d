const real = (name: string): object => ({ name, type: "real" });

/** Edges that no regular axis has: 20 bins of pt in GeV, 14 of eta. */
export const PT_EDGES: readonly number[] = Array.from(
  { length: 21 },
  (_, i) => 10.5 + 0.55 * i * i + 0.26 * i + 2 ** -12,
);
export const ETA_EDGES: readonly number[] = [
  -2.47, -2.37, -2.01, -1.81, -1.52, -1.37, -0.8, 0.05, 0.8, 1.37, 1.52, 1.81, 2.01, 2.37, 2.47,
];

const content = Array.from({ length: 280 }, (_, i) => 0.875 + i / 1024 + 2 ** -20);

function correction(name: string, inputs: readonly object[], data: object): object {
  return { name, version: 1, inputs, output: real("weight"), data };
}

function table(edges: readonly unknown[]): object {
  return { nodetype: "multibinning", inputs: ["pt", "eta"], edges, content, flow: "clamp" };
}

/** A payload of the kinds that electrons' corrections are made of. */
export const electronPayload: string = JSON.stringify({
  schema_version: 2,
  corrections: [
    correction("sf", [real("pt"), real("eta")], table([PT_EDGES, ETA_EDGES])),
    correction(
      "uniform",
      [real("pt"), real("eta")],
      table([
        { n: 20, low: 10.5, high: 250.5 },
        { n: 14, low: -2.47, high: 2.47 },
      ]),
    ),
    correction("formula", [real("pt"), real("eta")], {
      nodetype: "formula",
      parser: "TFormula",
      // As corrections of jet energies are written.
      expression: "max(0.0001,1-y*[1]*([3]-[0])*(1+[2]*log(x/30.))/x)*(1+[4]*(x-[5])/(x+[6]))",
      parameters: [1.4, 0.453645, -0.015665, 23.2, 0.013, 45.5, 12.25],
      variables: ["pt", "eta"],
    }),
    correction("random", [{ name: "event", type: "int" }], {
      nodetype: "hashprng",
      inputs: ["event"],
      distribution: "normal",
    }),
  ],
});
