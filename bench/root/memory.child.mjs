// Reads all columns of "mini" once and prints the peak memory of the process in MB.
import { readFileSync } from "node:fs";
import { openRoot } from "hepwasm";

const file = await openRoot(process.argv[2]);
const events = await (await file.tree("mini")).arrays();
await file.close();
if (events.length === 0) throw new Error("no events");
// On Linux maxRSS is at least that of the process which started this one.
let kB = process.resourceUsage().maxRSS;
try {
  kB = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? kB);
} catch {
  // Another system.
}
console.log(Math.round(kB / 1024));
