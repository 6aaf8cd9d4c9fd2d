import { vector } from "hepwasm";

type Single = vector.SingleVector;
type Operation = (v: Single, w: Single) => unknown;

/** Operations of the record, with the parameters that their names stand for. */
const operations: Readonly<Record<string, Operation>> = {
  add: vector.add,
  subtract: vector.subtract,
  dot: vector.dot,
  deltaphi: vector.deltaPhi,
  deltaeta: vector.deltaEta,
  deltaR: vector.deltaR,
  deltaR2: vector.deltaR2,
  deltaangle: vector.deltaAngle,
  deltaRapidityPhi: vector.deltaRapidityPhi,
  deltaRapidityPhi2: vector.deltaRapidityPhi2,
  cross: (v, w) => vector.cross(vector.toVector3D(v), vector.toVector3D(w)),
  unit: (v) => vector.unit(v),
  rotate_euler: (v) => vector.rotateEuler(v, 0.1, 0.2, 0.3),
  rotate_quaternion: (v) => vector.rotateQuaternion(v, 0.5, 0.5, 0.5, 0.5),
  boost_beta3: (v) => vector.boostBeta3(v, vector.obj({ x: 0.1, y: -0.2, z: 0.3 })),
  boost_p4: (v, w) => vector.boostP4(v, w),
  boostCM_of_p4: (v, w) => vector.boostCMOfP4(v, w),
  is_timelike: (v) => vector.isTimelike(v),
  is_spacelike: (v) => vector.isSpacelike(v),
  is_lightlike: (v) => vector.isLightlike(v),
  to_beta3: (v) => vector.toBeta3(v),
  sum_mass: (v, w) => vector.add(v, w).tau,
};

/** Operations whose name ends with a number. */
const withNumber: Readonly<Record<string, (v: Single, number: number) => unknown>> = {
  scale: (v, factor) => vector.scale(v, factor),
  rotateX: (v, angle) => vector.rotateX(v, angle),
  rotateY: (v, angle) => vector.rotateY(v, angle),
  rotateZ: (v, angle) => vector.rotateZ(v, angle),
  rotate_axis: (v, angle) => vector.rotateAxis(v, vector.obj({ x: 0.1, y: 0.2, z: 0.3 }), angle),
  boostX_beta: (v, beta) => vector.boostX(v, { beta }),
  boostY_beta: (v, beta) => vector.boostY(v, { beta }),
  boostZ_beta: (v, beta) => vector.boostZ(v, { beta }),
  boostX_gamma: (v, gamma) => vector.boostX(v, { gamma }),
  boostY_gamma: (v, gamma) => vector.boostY(v, { gamma }),
  boostZ_gamma: (v, gamma) => vector.boostZ(v, { gamma }),
};

/** Runs an operation by its name in the record. */
export function operation(name: string, v: Single, w: Single | undefined): unknown {
  const run = operations[name];
  if (run !== undefined) return run(v, w as Single);
  const [, stem = "", number = ""] = /^(.*?)(-?\d+(?:\.\d+)?)$/.exec(name) ?? [];
  const parametrised = withNumber[stem];
  if (parametrised === undefined) throw new Error(`no operation "${name}"`);
  return parametrised(v, Number(number));
}
