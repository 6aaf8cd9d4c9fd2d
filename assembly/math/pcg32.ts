// PCG32, one sequence: O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
// for Random Number Generation" (2014), XSH-RR with 64 bits of state.

const MULTIPLIER: u64 = 6364136223846793005;
const INCREMENT: u64 = 1442695040888963407;

/** The state of a generator with a seed. */
export function pcg32Seed(seed: u64): u64 {
  return pcg32Next(seed + INCREMENT);
}

/** The state after this one. */
export function pcg32Next(state: u64): u64 {
  return state * MULTIPLIER + INCREMENT;
}

/** The number that a state gives; take the next state afterwards. */
export function pcg32Output(state: u64): u32 {
  return rotr<u32>(<u32>(((state >> 18) ^ state) >> 27), <u32>(state >> 59));
}
