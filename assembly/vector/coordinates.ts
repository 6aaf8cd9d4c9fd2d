// Coordinates of vectors from others, as vector 1.9 defines them (src/vector/_compute). All columns
// are f64[n]; `out` is written. What no transcendental function enters has vector's bits.

import { asinh, exp, log, sinh } from "../math/exponential";
import { atan2, cos, sin, tan } from "../math/trigonometric";

const ZERO: f64 = 0;

/** x = rho cos(phi). */
export function vector_x(rho: usize, phi: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, f64x2.mul(v128.load(rho), cos(v128.load(phi))));
    rho += 16;
    phi += 16;
  }
}

/** y = rho sin(phi). */
export function vector_y(rho: usize, phi: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, f64x2.mul(v128.load(rho), sin(v128.load(phi))));
    rho += 16;
    phi += 16;
  }
}

/** z = rho sinh(eta). */
export function vector_z_eta(rho: usize, eta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, f64x2.mul(v128.load(rho), sinh(v128.load(eta))));
    rho += 16;
    eta += 16;
  }
}

/** z = rho / tan(theta), 0 where that is not a number. */
export function vector_z_theta(rho: usize, theta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const z = f64x2.div(v128.load(rho), tan(v128.load(theta)));
    v128.store(out, v128.and(z, f64x2.eq(z, z)));
    rho += 16;
    theta += 16;
  }
}

/** rho^2 = x^2 + y^2. */
export function vector_rho2(x: usize, y: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    v128.store(out, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
    x += 16;
    y += 16;
  }
}

/** eta = asinh(z / rho); 0 at the origin. */
export function vector_eta_z(rho: usize, z: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const c = v128.load(z);
    const y = asinh(f64x2.div(c, v128.load(rho)));
    const origin = v128.and(f64x2.eq(c, f64x2.splat(ZERO)), f64x2.ne(y, y));
    v128.store(out, v128.andnot(y, origin));
    rho += 16;
    z += 16;
  }
}

/** eta = -log(tan(theta / 2)), 0 where that is not a number. */
export function vector_eta_theta(theta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const half = f64x2.mul(v128.load(theta), f64x2.splat(0.5));
    const y = f64x2.neg(log(tan(half)));
    v128.store(out, v128.and(y, f64x2.eq(y, y)));
    theta += 16;
  }
}

/** theta, the angle of (z, rho); 0 at the origin. */
export function vector_theta_z(rho: usize, z: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, atan2(v128.load(rho), v128.load(z)));
    rho += 16;
    z += 16;
  }
}

/** theta = 2 atan(exp(-eta)). */
export function vector_theta_eta(eta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const half = atan2(exp(f64x2.neg(v128.load(eta))), f64x2.splat(1));
    v128.store(out, f64x2.add(half, half));
    eta += 16;
  }
}

/** mag^2 = rho^2 + z^2. */
export function vector_mag2_z(rho2: usize, z: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const c = v128.load(z);
    v128.store(out, f64x2.add(v128.load(rho2), f64x2.mul(c, c)));
    rho2 += 16;
    z += 16;
  }
}

/** mag^2 = rho^2 / sin^2(theta), by 1/sin(theta) = (1 + e^2) / (2 e) with e = exp(-eta). */
export function vector_mag2_eta(rho2: usize, eta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const e = exp(f64x2.neg(v128.load(eta)));
    const sum = f64x2.add(f64x2.splat(1), f64x2.mul(e, e));
    const c = f64x2.div(f64x2.mul(f64x2.splat(0.5), sum), e);
    v128.store(out, f64x2.mul(v128.load(rho2), f64x2.mul(c, c)));
    rho2 += 16;
    eta += 16;
  }
}

/** mag^2 = rho^2 / sin^2(theta). */
export function vector_mag2_theta(rho2: usize, theta: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const s = sin(v128.load(theta));
    v128.store(out, f64x2.div(v128.load(rho2), f64x2.mul(s, s)));
    rho2 += 16;
    theta += 16;
  }
}

/** tau^2 = t^2 - mag^2. */
export function vector_tau2(t: usize, mag2: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const e = v128.load(t);
    v128.store(out, f64x2.sub(f64x2.mul(e, e), v128.load(mag2)));
    t += 16;
    mag2 += 16;
  }
}

/** The square with the sign of the number: tau^2 of tau. */
export function vector_signed_square(tau: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const m = v128.load(tau);
    const sign = v128.and(m, f64x2.splat(-0.0));
    v128.store(out, v128.or(f64x2.mul(m, m), sign));
    tau += 16;
  }
}

/** sqrt(|a|) with the sign of a: tau of tau^2. */
function signedRoot(a: v128): v128 {
  return v128.or(f64x2.sqrt(f64x2.abs(a)), v128.and(a, f64x2.splat(-0.0)));
}

/** sqrt(|a|) with the sign of a: tau of tau^2. */
export function vector_signed_root(a: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, signedRoot(v128.load(a)));
    a += 16;
  }
}

/** t = sqrt(max(tau^2 + mag^2, 0)). */
export function vector_t(tau2: usize, mag2: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const t2 = f64x2.add(v128.load(tau2), v128.load(mag2));
    v128.store(out, f64x2.sqrt(f64x2.max(t2, f64x2.splat(ZERO))));
    tau2 += 16;
    mag2 += 16;
  }
}

/** tau of (x, y, z, t) in one pass. */
export function vector_tau_xyzt(x: usize, y: usize, z: usize, t: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    const c = v128.load(z);
    const e = v128.load(t);
    const rho2 = f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b));
    const mag2 = f64x2.add(rho2, f64x2.mul(c, c));
    v128.store(out, signedRoot(f64x2.sub(f64x2.mul(e, e), mag2)));
    x += 16;
    y += 16;
    z += 16;
    t += 16;
  }
}
