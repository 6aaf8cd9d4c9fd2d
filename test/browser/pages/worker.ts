import { workload } from "./workload.ts";

addEventListener("message", async ({ data }: MessageEvent<string>) => {
  try {
    postMessage(await workload(data));
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
