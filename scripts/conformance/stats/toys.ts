// Tests by toys: random, so compared within four standard deviations of both sides' numbers of toys.
import { existsSync } from "node:fs";
import { type ToyOptions, toyTest, Workspace } from "../../../src/stats/index.ts";
import type { Input, Report } from "../report.ts";
import { numberOf, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;

const SIGMAS = 4;
/** Allowed beside the spread of one run, which few runs measured. */
const MARGIN = 0.01;
/** The far tails of the band are information. */
const COMPARED = [1, 2, 3];

/** Runs the one case of a file of toys. */
export function toys(
  name: string,
  content: Json,
  workspace: { path: string; read: (path: string) => unknown },
  { wanted }: Input,
  report: Report,
): void {
  if (!wanted(name)) return;
  if (!existsSync(workspace.path)) {
    report.add(name, { kind: "skipped", reason: "workspace missing" });
    return;
  }
  const outcome = outcomeOf((c) => {
    if (content.calctype !== "toybased") throw new Error(`unknown calculator ${content.calctype}`);
    const space = new Workspace(workspace.read(workspace.path));
    const model = space.model();
    const n = numberOf(content.ntoys);
    const options = { testStat: content.test_stat as ToyOptions["testStat"] & string, ntoys: n };
    const got = toyTest(numberOf(content.mu), space.data(model), model, options);
    model.dispose();
    const expected = content.expected as Json;
    for (const [key, value] of [
      ["CLsb", got.observed.clsb],
      ["CLb", got.observed.clb],
    ] as const) {
      const p = numberOf(expected[key]);
      const error = Math.sqrt(numberOf(expected[`${key}_error`]) ** 2 + (p * (1 - p)) / n);
      c.number(key, p, value, { absolute: SIGMAS * error });
    }
    const scale = Math.sqrt(1 + numberOf(content.ntoys_total) / n);
    const error = SIGMAS * numberOf(expected.CLs_obs_error) * scale;
    c.number("CLs", expected.CLs_obs, got.observed.cls, { absolute: error });
    const band = numbersOf(expected.CLs_exp_m2_to_p2);
    const spread = numbersOf(expected.CLs_exp_spread_of_one_run);
    for (const i of COMPARED) {
      const absolute = SIGMAS * spread[i] + MARGIN;
      c.number(`CLs expected ${i}`, band[i], got.expected[i].cls, { absolute });
    }
    c.same("failures", 0, got.toys.failures);
  });
  report.add(name, outcome);
}
