// The built package's own workload, in a page.
import { measureThroughput } from "../../../dist/corrections/measure-throughput.js";

Object.assign(globalThis, { measureThroughput });
