import { higgs } from "./program.ts";

process.exitCode = await higgs(process.argv.slice(2), { out: console.log, err: console.error });
