// Random numbers of events for the choice of a run.

import { philox } from "../math/philox";

const counters: usize = memory.data(64, 16);
const results: usize = memory.data(64, 16);

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
  for (const end = out + ((<usize>n) << 3); out < end; out += 8) {
    const number = <i64>load<f64>(event);
    store<i32>(counters, <i32>number);
    store<i32>(counters, <i32>(number >>> 32), 16);
    store<i32>(counters, <i32>(<i64>load<f64>(channel)), 32);
    // What no angle has: other numbers than those of objects.
    store<i32>(counters, 0x7fc00001, 48);
    philox(counters, key, 0, results);
    store<f64>(out, (<f64>load<u32>(results) + 0.5) * 2.3283064365386963e-10);
    channel += 8;
    event += 8;
  }
}
