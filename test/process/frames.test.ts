import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, frameBytes, framesOf } from "../../src/process/frames.ts";

/** Bytes in pieces of the given lengths, one after the other. */
async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of framesOf(stream)) frames.push(frame);
  return frames;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

describe("frames", () => {
  it("are a length, a header and a payload", () => {
    const bytes = joined(frameBytes({ op: "x" }, Uint8Array.of(7, 8)));
    const text = '{"v":1,"op":"x","size":2}';
    expect([...bytes]).toEqual([text.length, 0, 0, 0, ...new TextEncoder().encode(text), 7, 8]);
  });

  it("come through in any pieces", async () => {
    const message = fc.record({ text: fc.string(), payload: fc.uint8Array({ maxLength: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(message), fc.integer({ min: 1, max: 40 }), async (all, length) => {
        const bytes = joined(all.flatMap(({ text, payload }) => frameBytes({ text }, payload)));
        const got = await collect(inPieces(bytes, length));
        expect(got.map(({ header, payload }) => ({ text: header.text, payload }))).toEqual(all);
      }),
    );
  });

  it("refuse other streams, other versions, and an end within one", async () => {
    const whole = joined(frameBytes({ op: "x" }, Uint8Array.of(7, 8)));
    await expect(collect(inPieces(whole.subarray(0, -1), 9))).rejects.toThrow("ends within one");
    await expect(collect(inPieces(new Uint8Array(40).fill(0xff), 9))).rejects.toThrow("no stream");
    const other = new TextEncoder().encode(
      new TextDecoder().decode(whole).replace('"v":1', '"v":2'),
    );
    await expect(collect(inPieces(other, 9))).rejects.toThrow("frames of version 2");
  });
});
