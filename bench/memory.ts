import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hasPeers, runPython } from "./peer.ts";

/** The peak memory of fresh processes that read all columns of "mini" once, ours and the peer's. */
export async function peakMemory(file: string): Promise<string> {
  const script = fileURLToPath(new URL("root/memory.child.mjs", import.meta.url));
  const ours = Number(execFileSync(process.execPath, [script, file], { encoding: "utf8" }));
  const words = `peak memory of one reading: ${ours} MB`;
  return hasPeers() ? `${words}, peer ${Number(await runPython("memory", [file]))} MB` : words;
}
