import type { Events } from "../../src/process/processor.ts";
import { numbers, ramp } from "./fake-tree.ts";

/** Three files of numbers. */
export const data = {
  "a.root": { x: ramp(50) },
  "b.root": { x: ramp(30, 0.7) },
  "c.root": { x: ramp(20) },
};
export const fileset = { A: ["a.root", "b.root"], C: ["c.root"] };
export const sum = {
  process: (events: Events) => ({
    n: events.length,
    x: numbers(events.x).reduce((a, b) => a + b, 0),
  }),
};
export const options = { treeName: "t", chunkSize: 10 };
