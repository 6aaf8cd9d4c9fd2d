// Reads all columns of "mini" once and prints the peak memory of the process in MB.
import { openRoot } from "hepwasm";

const file = await openRoot(process.argv[2]);
const events = await (await file.tree("mini")).arrays();
await file.close();
if (events.length === 0) throw new Error("no events");
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
