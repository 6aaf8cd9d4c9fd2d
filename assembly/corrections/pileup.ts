// Random numbers of events for the choice of a run.

import { philoxEight, philoxKey } from "../math/philox";

const counters: usize = memory.data(128, 16);
const results: usize = memory.data(128, 16);

/**
 * The seeds of ATLAS's random run numbers: 314159 + 2718 channel + event number, modulo 2^32.
 *
 * @param channel, event  f64[n]
 * @param out  u32[n], written
 */
export function corrections_run_seeds(channel: usize, event: usize, out: usize, n: i32): void {
  for (const end = out + ((<usize>n) << 2); out < end; out += 4) {
    const sum = 314159 + <i64>load<f64>(channel) * 2718 + <i64>load<f64>(event);
    store<u32>(out, <u32>(<u64>sum));
    channel += 8;
    event += 8;
  }
}

/**
 * A uniform number of each event between 0 and 1, from counters of its channel and event number.
 *
 * @param key  seed of the whole
 * @param channel, event  f64[n]
 * @param out  f64[n], written
 */
export function corrections_uniforms_counter(
  key: i32,
  channel: usize,
  event: usize,
  out: usize,
  n: i32,
): void {
  philoxKey(key, 0);
  for (let i = 0; i < n; i += 8) {
    const many = min(8, n - i);
    for (let k = 0; k < many; k++) {
      const number = <i64>load<f64>(event);
      const at = counters + wordAt(k);
      store<i32>(at, <i32>number);
      store<i32>(at, <i32>(number >>> 32), 16);
      store<i32>(at, <i32>(<i64>load<f64>(channel)), 32);
      // What no angle has: other numbers than those of objects.
      store<i32>(at, 0x7fc00001, 48);
      channel += 8;
      event += 8;
    }
    philoxEight(counters, results);
    for (let k = 0; k < many; k++) {
      store<f64>(out, (<f64>load<u32>(results + wordAt(k)) + 0.5) * 2.3283064365386963e-10);
      out += 8;
    }
  }
}

/** Where the first word of one of eight counters is. */
function wordAt(k: i32): usize {
  return ((<usize>k & 4) << 4) + ((<usize>k & 3) << 2);
}
