// Standard normal numbers from uniform ones by the acceptance-complement ratio of Hoermann and
// Derflinger, "The ACR method for generating normal random variables", OR Spektrum 12 (1990) 181:
// on average 1.4 uniform numbers each, an exponential or a logarithm in few per cent of cases.

import { exp, log } from "../math/elementary";
import { firstWords, LANES, nextWord, startTwister, WORDS, words } from "../math/twister";

/** The constants of the paper's algorithm. */
const C1: f64 = 1.448242853;
const C2: f64 = 3.307147487;
const C3: f64 = 1.46754004;
const D1: f64 = 1.036467755;
const D2: f64 = 5.295844968;
const D3: f64 = 3.631288474;
const HM: f64 = 0.483941449;
const ZM: f64 = 0.107981933;
const HP: f64 = 4.132731354;
const ZP: f64 = 18.52161694;
const LOG_PHI: f64 = 0.4515827053;
const HM1: f64 = 0.516058551;
const HP1: f64 = 3.132731354;
const HZM: f64 = 0.375959516;
const HZMP: f64 = 0.591923442;
const AS: f64 = 0.8853395638;
const BS: f64 = 0.2452635696;
const CS: f64 = 0.2770276848;
const B: f64 = 0.5029324303;
const X0: f64 = 0.4571828819;
const YM: f64 = 0.187308492;
const S: f64 = 0.7270572718;
const T: f64 = 0.03895759111;

const UNIT: f64 = 2.3283064365386963e-10;

// The words that `uniform` gives: those that are ready, then the twister's own continuation.
let at: usize = 0;
let end: usize = 0;
let step: usize = 0;
let seed: u32 = 0;
const seeds: usize = memory.data(64, 16);

/** Uniform between 0 and 1; never 0. */
function uniform(): f64 {
  while (true) {
    let word: u32;
    if (at < end) {
      word = load<u32>(at);
      at += step;
    } else {
      // What the first words do not suffice for (below 1e-3 of cases).
      if (step !== 0) startTwister(seed, WORDS);
      step = 0;
      word = nextWord();
    }
    // 0 is left out, as in ROOT.
    if (word !== 0) return <f64>word * UNIT;
  }
}

/** The normal number that the generator's next uniform numbers make. */
function normal(): f64 {
  const y = uniform();
  if (y > HM1) return HP * y - HP1;
  if (y < ZM) {
    const r = ZP * y - 1;
    return r > 0 ? 1 + r : r - 1;
  }
  if (y < HM) {
    const u = uniform();
    const r = u - 1 + u;
    const z = r > 0 ? 2 - r : -2 - r;
    if ((C1 - y) * (C3 + abs(z)) < C2) return z;
    const x = r * r;
    if ((y + D1) * (D3 + x) < D2) return r;
    if (HZMP - y < exp(-(z * z + LOG_PHI) / 2)) return z;
    if (y + HZM < exp(-(x + LOG_PHI) / 2)) return r;
  }
  while (true) {
    let x = uniform();
    let v = YM * uniform();
    let r: f64;
    if (X0 - S * x - v > 0) {
      r = 2 + v / x;
    } else {
      x = 1 - x;
      v = YM - v;
      r = -(2 + v / x);
    }
    if ((v - AS + x) * (CS + x) + BS < 0) return r;
    if (v < x + T && r * r < 4 * (B - log(x))) return r;
  }
}

/** 1 + (|phi| 1e6 + |eta| 1e3 + event number, cut to a whole number), modulo 2^32. */
function seedOf(eta: f64, phi: f64, event: f64): u32 {
  const sum = abs(phi) * 1e6 + abs(eta) * 1e3 + event;
  return 1 + <u32>(<u64>(<i64>sum));
}

/**
 * The seeds of ATLAS's electron smearing.
 *
 * @param eta, phi, event  f64[n]
 * @param out  u32[n], written
 */
export function corrections_seeds(eta: usize, phi: usize, event: usize, out: usize, n: i32): void {
  for (const stop = out + ((<usize>n) << 2); out < stop; out += 4) {
    store<u32>(out, seedOf(load<f64>(eta), load<f64>(phi), load<f64>(event)));
    eta += 8;
    phi += 8;
    event += 8;
  }
}

/**
 * The first normal number of a Mersenne twister for each seed: TRandom3(seed).Gaus(0, 1).
 *
 * @param from  u32[n]
 * @param out   f64[n], written
 */
export function corrections_normals_twister(from: usize, out: usize, n: i32): void {
  for (; n > 0; n -= LANES) {
    const count = min(n, LANES);
    memory.copy(seeds, from, (<usize>count) << 2);
    firstWords(seeds);
    for (let lane: usize = 0; lane < (<usize>count) << 2; lane += 4) {
      seed = load<u32>(seeds + lane);
      at = words + lane;
      end = words + 64 * WORDS;
      step = 64;
      store<f64>(out, normal());
      out += 8;
    }
    from += LANES * 4;
  }
}

/**
 * The first normal numbers of a Mersenne twister for each seed: TRandom3(seed).Gaus(0, 1), several times.
 *
 * @param from   u32[n]
 * @param count  how many of each
 * @param out    f64[count][stride], the first n of each written
 */
export function corrections_normals_twister_many(
  from: usize,
  count: i32,
  out: usize,
  stride: i32,
  n: i32,
): void {
  for (; n > 0; n -= LANES) {
    const many = min(n, LANES);
    memory.copy(seeds, from, (<usize>many) << 2);
    firstWords(seeds);
    for (let lane: usize = 0; lane < (<usize>many) << 2; lane += 4) {
      seed = load<u32>(seeds + lane);
      at = words + lane;
      end = words + 64 * WORDS;
      step = 64;
      for (let k: usize = 0; k < <usize>count; k++) {
        store<f64>(out + ((k * <usize>stride) << 3), normal());
      }
      out += 8;
    }
    from += LANES * 4;
  }
}

/**
 * The first numbers of a Mersenne twister for each seed.
 *
 * @param from  u32[n]
 * @param out   f64[n], written: TRandom3(seed).Rndm()
 */
export function corrections_uniforms_twister(from: usize, out: usize, n: i32): void {
  for (const stop = out + ((<usize>n) << 3); out < stop; out += 8) {
    seed = load<u32>(from);
    startTwister(seed, 0);
    at = 0;
    end = 0;
    step = 0;
    store<f64>(out, uniform());
    from += 4;
  }
}
