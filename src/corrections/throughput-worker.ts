// The module of a thread that corrects its part of the objects.
import { serveThread } from "../wasm/thread.ts";
import { makeWorkload, type ThroughputTask, type Workload } from "./throughput.ts";

let workload: Workload | undefined;

// A task is answered with its variations and checksum; a number is the runs to make.
serveThread(async (message) => {
  if (typeof message === "number") {
    for (let i = 0; i < message; i++) workload?.run();
    return { message: undefined, transfer: [] };
  }
  workload = await makeWorkload(message as ThroughputTask);
  const { variations } = workload;
  return { message: { variations, checksum: workload.checksum() }, transfer: [] };
});
