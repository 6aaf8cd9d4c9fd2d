import { describe, expect, it } from "vitest";
import { xxhash3 } from "../../../src/codec/xxhash3.ts";
import { HepwasmError } from "../../../src/errors.ts";
import { openRoot } from "../../../src/root/index.ts";
import type { ByteRange } from "../../../src/root/source.ts";
import { bytesSource } from "../../../src/root/source-bytes.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { dispose } from "../../../src/wasm/scope.ts";
import { generator, sampleBytes } from "./data.ts";

/** Header, footer and page lists of a file, which are not compressed. */
async function envelopesOf(bytes: Uint8Array): Promise<ByteRange[]> {
  const found: ByteRange[] = [];
  const inner = bytesSource(bytes, "spied");
  await using file = await openRoot({
    ...inner,
    readMany: (ranges, options) => {
      found.push(...ranges);
      return inner.readMany(ranges, options);
    },
  });
  found.length = 0;
  await file.tree("ntuple");
  return found;
}

/** Makes the checksums right again, and the header's where it is repeated. */
function seal(bytes: Uint8Array, [header, footer, ...lists]: readonly ByteRange[]): void {
  const view = new DataView(bytes.buffer);
  const sealOne = ({ position, length }: ByteRange): bigint => {
    const end = position + length - 8;
    const checksum = xxhash3(bytes.subarray(position, end));
    view.setBigUint64(end, checksum, true);
    return checksum;
  };
  const checksum = sealOne(header);
  view.setBigUint64(footer.position + 16, checksum, true);
  sealOne(footer);
  for (const list of lists) {
    view.setBigUint64(list.position + 8, checksum, true);
    sealOne(list);
  }
}

/** Reads every field; any error but our own is a fault. */
async function readAll(bytes: Uint8Array): Promise<{ read: number; errors: HepwasmError[] }> {
  const errors: HepwasmError[] = [];
  let read = 0;
  const note = (error: unknown): undefined => {
    if (!(error instanceof HepwasmError)) throw error;
    errors.push(error);
  };
  await using file = await openRoot(bytes);
  const tree = await file.tree("ntuple").catch(note);
  for (const { path, unsupported } of tree?.branches ?? []) {
    if (unsupported !== undefined) continue;
    const layout = await tree?.column(path).catch(note);
    if (layout === undefined) continue;
    dispose(layout);
    read++;
  }
  const all = await tree?.arrays().catch(note);
  all?.dispose();
  return { read, errors };
}

describe("metadata with damage and right checksums", () => {
  const whole = sampleBytes("ntuple-raw.root");

  it("can be sealed", async () => {
    const envelopes = await envelopesOf(whole);
    expect(envelopes).toHaveLength(4);
    const bytes = whole.slice();
    bytes.fill(
      0,
      envelopes[0].position + envelopes[0].length - 8,
      envelopes[0].position + envelopes[0].length,
    );
    seal(bytes, envelopes);
    expect(bytes).toEqual(whole);
  });

  it("are an error or read as something, and never hang, crash or stay in memory", async () => {
    const envelopes = await envelopesOf(whole);
    const random = generator(20240713);
    let errors = 0;
    for (let i = 0; i < 500; i++) {
      const bytes = whole.slice();
      const { position, length } = envelopes[i % envelopes.length];
      for (let n = 0; n <= random(2); n++) {
        const at = position + 8 + random(length - 20);
        const kind = random(4);
        if (kind === 0) bytes[at] ^= 1 << random(8);
        else if (kind === 1) bytes.fill(255, at, at + 4);
        else if (kind === 2) bytes.fill(0, at, at + 4);
        else bytes[at] = random(256);
      }
      seal(bytes, envelopes);
      const result = await readAll(bytes);
      if (result.errors.length > 0) errors++;
      expect(memoryUsage().columns).toBe(0);
    }
    expect(errors).toBeGreaterThan(200);
    expect(memoryUsage().totalBytes).toBeLessThan(2 ** 30);
  });
});
