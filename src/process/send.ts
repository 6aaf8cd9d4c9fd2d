import { AwkwardArray } from "../array/array.ts";
import type { Form } from "../array/form.ts";
import { fromBuffers } from "../array/from-buffers.ts";
import { toBuffers } from "../array/to-buffers.ts";
import { UsageError } from "../errors.ts";
import { Hist } from "../hist/hist.ts";

/** A result of `process` as threads send it: structured clones, histograms and arrays as bytes. */
export type Sent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "hist"; readonly bytes: Uint8Array }
  | {
      readonly kind: "array";
      readonly form: Form;
      readonly length: number;
      readonly buffers: Readonly<Record<string, Uint8Array>>;
    }
  | { readonly kind: "list" | "set"; readonly items: readonly Sent[] }
  | { readonly kind: "map"; readonly keys: readonly unknown[]; readonly items: readonly Sent[] }
  | { readonly kind: "record"; readonly keys: readonly string[]; readonly items: readonly Sent[] };

/**
 * A result as it is sent.
 *
 * @param path  how messages name it
 * @throws UsageError naming what cannot be sent
 */
export function send(value: unknown, path = "out"): Sent {
  if (typeof value === "function" || typeof value === "symbol") {
    throw new UsageError(`${path}: a ${typeof value} is no result`);
  }
  if (typeof value !== "object" || value === null) return { kind: "value", value };
  if (value instanceof Hist) return { kind: "hist", bytes: value.toBytes() };
  if (value instanceof AwkwardArray) {
    const { form, length, container } = toBuffers(value);
    return { kind: "array", form, length, buffers: container as Record<string, Uint8Array> };
  }
  if (Array.isArray(value)) {
    return { kind: "list", items: value.map((item, i) => send(item, `${path}[${i}]`)) };
  }
  if (value instanceof Set)
    return { kind: "set", items: [...value].map((item) => send(item, path)) };
  if (value instanceof Map) {
    const items = [...value.values()].map((item) => send(item, `${path}.get(…)`));
    return { kind: "map", keys: [...value.keys()], items };
  }
  if (ArrayBuffer.isView(value)) return { kind: "value", value };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    const items = Object.entries(value).map(([key, item]) => send(item, `${path}.${key}`));
    return { kind: "record", keys: Object.keys(value), items };
  }
  throw new UsageError(
    `${path}: objects of class ${value.constructor?.name} stay in their thread; return numbers, ` +
      "histograms, arrays, records, maps, sets, lists or typed arrays, or use the IterativeExecutor",
  );
}

/** What was sent. */
export function receive(sent: Sent): unknown {
  switch (sent.kind) {
    case "value":
      return sent.value;
    case "hist":
      return Hist.fromBytes(sent.bytes);
    case "array":
      return fromBuffers(sent.form, sent.length, sent.buffers);
    case "list":
      return sent.items.map(receive);
    case "set":
      return new Set(sent.items.map(receive));
    case "map":
      return new Map(sent.items.map((item, i) => [sent.keys[i], receive(item)]));
    default:
      return Object.fromEntries(sent.items.map((item, i) => [sent.keys[i], receive(item)]));
  }
}
