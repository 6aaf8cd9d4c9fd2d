import { type Figure, stack } from "../../src/plot/index.ts";
import { builtIn, GROUPS } from "./dataset.ts";

export const LABEL = {
  experiment: "ATLAS",
  status: "Open Data",
  lines: ["#sqrt{s} = 13 TeV, 10 fb^{-1}", "toy simulation"],
};
export const COLORS = ["purple", "red", "lightblue"];

/** A stack with everything that Figure 3 of the paper has. */
export function figure3(): Figure {
  return stack({ ...builtIn(), axis: "mllll", groups: GROUPS, colors: COLORS, label: LABEL });
}
