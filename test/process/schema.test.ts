import { expect, it } from "vitest";
import { fromIter } from "../../src/array/from.ts";
import { sum } from "../../src/array/reduce.ts";
import { NanoAODSchema } from "../../src/events/nanoaod.ts";
import { BaseSchema } from "../../src/events/schema.ts";
import type { Events, SchemaEvents } from "../../src/process/processor.ts";
import { run } from "../../src/process/run.ts";
import { blobSink, recreateRoot } from "../../src/root/index.ts";

it("a processor's own schema arranges its events, unless the run says another", async () => {
  const sink = blobSink();
  const file = await recreateRoot(sink);
  const tree = file.mktree("Events", { Jet: { pt: "var * float32" } });
  await tree.extend({ Jet: fromIter([[{ pt: 20 }, { pt: 30 }], [], [{ pt: 40 }]]) });
  await file.close();
  const processor = {
    schema: NanoAODSchema,
    process: (events: Events) => sum((events as unknown as SchemaEvents).Jet.pt) as number,
  };
  const fileset = { A: [sink.blob()] };
  expect(await run(fileset, processor)).toBe(90);
  await expect(run(fileset, processor, { schema: BaseSchema, treeName: "Events" })).rejects.toThrow(
    'no field "Jet"',
  );
});
