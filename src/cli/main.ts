#!/usr/bin/env node
import { readFileSync, writeSync } from "node:fs";
import { main } from "./cli.ts";
import { processOutput } from "./output.ts";

const controller = new AbortController();
let interrupts = 0;
process.on("SIGINT", () => {
  // The first one stops the work in order, the second one at once.
  if (++interrupts > 1) process.exit(130);
  controller.abort(new Error("interrupted"));
});

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // `hepwasm show … | head` closes the pipe when it has enough: not an error to speak of.
    if (error.code === "EPIPE") process.exit(0);
    // A full disk is. At once, since exit does not wait for a stream.
    if (stream === process.stdout) {
      writeSync(2, `hepwasm: the output cannot be written: ${error.message}\n`);
    }
    process.exit(1);
  });
}

process.on("unhandledRejection", (reason) => {
  process.stderr.write(`hepwasm: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
});

const manifest = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };
process.exitCode = await main(
  process.argv.slice(2),
  manifest.version,
  processOutput,
  controller.signal,
);
