import { ok } from "node:assert/strict";

/** Asserts that numbers agree within `tolerance` times the largest of them. */
export function agree(
  ours: Iterable<number>,
  peer: readonly number[],
  tolerance: number,
  what: string,
): void {
  const values = [...ours];
  ok(
    values.length === peer.length,
    `${what}: ${values.length} numbers, the peer has ${peer.length}`,
  );
  const scale = peer.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  values.forEach((value, i) => {
    const close = Math.abs(value - peer[i]!) <= tolerance * scale || Object.is(value, peer[i]);
    ok(close, `${what}, number ${i}: ${value}, the peer says ${peer[i]}`);
  });
}
