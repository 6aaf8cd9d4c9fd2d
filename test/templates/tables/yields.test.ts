import { describe, expect, it } from "vitest";
import { NotFoundError, ShapeError, UsageError } from "../../../src/errors.ts";
import { formatTable, type TableFormat, yieldsTables } from "../../../src/templates/index.ts";
import { prediction } from "../../plot/fits/content.ts";

const { prediction: model, data } = prediction();

/* The texts are those of cabinetry 0.6.0 with tabulate 0.10.0 on the same numbers. */

describe("yieldsTables", () => {
  it("has a column a bin, with the uncertainty of each sample and of their sum", () => {
    const { yieldsPerBin } = yieldsTables(model, data, { channels: "Control region" });
    expect(formatTable(yieldsPerBin!)).toBe(
      `
sample               Control region    Control region    Control region    Control region
                     bin 1             bin 2             bin 3             bin 4
-------------------  ----------------  ----------------  ----------------  ----------------
Background Z, ttbar  400.00 ± 48.00    60.00 ± 7.20      9.00 ± 1.08       0.80 ± 0.10
Background ZZ*       20.00 ± 2.40      8.00 ± 0.96       3.00 ± 0.36       0.40 ± 0.05
Signal               0.00 ± 0.00       0.00 ± 0.00       0.00 ± 0.00       0.00 ± 0.00
total                420.00 ± 48.06    68.00 ± 7.28      12.00 ± 1.24      1.20 ± 0.51
data                 412.00            71.00             12.00             2.00
`.trim(),
    );
  });

  it("has a column a channel, of all channels or of those named, whatever follows the data", () => {
    const { yieldsPerChannel, yieldsPerBin } = yieldsTables(model, [...data, 1, 0], {
      perBin: false,
      perChannel: true,
    });
    expect(yieldsPerBin).toBeUndefined();
    expect(formatTable(yieldsPerChannel!, "latex")).toBe(
      String.raw`
\begin{tabular}{lll}
\hline
 sample              & Signal\_region   & Control region   \\
\hline
 Background Z, ttbar & 129.00 ± 4.54   & 469.80 ± 48.55   \\
 Background ZZ*      & 220.00 ± 7.95   & 31.40 ± 2.61     \\
 Signal              & 10.50 ± 0.91    & 0.00 ± 0.00      \\
 total               & 359.50 ± 9.43   & 501.20 ± 48.63   \\
 data                & 376.00          & 497.00           \\
\hline
\end{tabular}
`.trim(),
    );
  });

  it("rounds what is halfway to the even number, as Python does", () => {
    const yields = [0.125, 0.375, 1.625, 2.875, -0.125, -0.375, 0.135, 2.5, Number.NaN];
    const column = Float64Array.from(yields);
    const { yieldsPerBin } = yieldsTables(
      {
        channels: ["SR"],
        samples: ["s"],
        modelYields: [[column]],
        totalStdevModelBins: [[column, column]],
        totalStdevModelChannels: [Float64Array.of(1, 1)],
        label: "",
      },
      yields,
    );
    expect(yieldsPerBin!.rows.at(-1)).toEqual([
      "data",
      ...["0.12", "0.38", "1.62", "2.88", "-0.12", "-0.38", "0.14", "2.50", "nan"],
    ]);
  });

  it("refuses what there is not", () => {
    expect(() => yieldsTables(model, data, { perBin: false })).toThrow(UsageError);
    expect(() => yieldsTables(model, data, { channels: ["Control"] })).toThrow(NotFoundError);
    expect(() => yieldsTables(model, data.slice(1))).toThrow(ShapeError);
  });
});

describe("formatTable", () => {
  const table = {
    header: ["sample", "S_R\nbin 1"],
    rows: [
      ["<a> & 50%", "1.00 ± 0.10"],
      ["data", "2.00"],
    ],
  };
  const written: readonly (readonly [TableFormat, string])[] = [
    ["plain", "sample     S_R\n           bin 1\n<a> & 50%  1.00 ± 0.10\ndata       2.00"],
    ["tsv", "sample   \tS_R, bin 1\n<a> & 50%\t1.00 ± 0.10\ndata     \t2.00"],
    [
      "fancy_grid",
      `
╒═══════════╤═════════════╕
│ sample    │ S_R         │
│           │ bin 1       │
╞═══════════╪═════════════╡
│ <a> & 50% │ 1.00 ± 0.10 │
├───────────┼─────────────┤
│ data      │ 2.00        │
╘═══════════╧═════════════╛
`.trim(),
    ],
    [
      "html",
      `
<table>
<thead>
<tr><th>sample   </th><th>S_R, bin 1  </th></tr>
</thead>
<tbody>
<tr><td>&lt;a&gt; &amp; 50%</td><td>1.00 ± 0.10 </td></tr>
<tr><td>data     </td><td>2.00        </td></tr>
</tbody>
</table>
`.trim(),
    ],
    [
      "latex",
      String.raw`
\begin{tabular}{ll}
\hline
 sample    & S\_R, bin 1   \\
\hline
 \ensuremath{<}a\ensuremath{>} \& 50\% & 1.00 ± 0.10  \\
 data      & 2.00         \\
\hline
\end{tabular}
`.trim(),
    ],
  ];
  it.each(written)("writes %s", (format, text) => {
    expect(formatTable(table, format)).toBe(text);
  });

  it("says which formats there are", () => {
    expect(() => formatTable(table, "latx" as TableFormat)).toThrow(/"latex"/);
  });
});
