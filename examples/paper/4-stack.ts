// The paper's Program 4: data and stacked expectation, with its statistical band (Figure 3).
//
//     npx tsx examples/paper/4-stack.ts

import { plot } from "hepwasm";
import { hists, stacks } from "./2-processor.ts";

const figure = plot.stack({
  data: hists.data,
  mc: hists.MC,
  axis: "mllll",
  groups: stacks,
  colors: ["purple", "red", "lightblue"],
  label: { status: "Toy simulation" },
});
await figure.save("out/paper/fig3.svg");
