import type { AwkwardArray, Element } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import { evaluate, type Operands, type VectorLike, type Write } from "./evaluate.ts";
import { scale } from "./operations.ts";
import { type Quantity, quantity } from "./quantities.ts";

type Properties = Behavior["properties"];

/** An operation whose results have the behaviours of vectors. */
export function apply(operands: Omit<Operands, "behaviors">, write: Write): Element {
  return evaluate({ ...operands, behaviors }, write);
}

/** A property that is a field of the array, or derived from its coordinates in float64. */
function property(name: Quantity): (array: AwkwardArray) => AwkwardArray {
  return (array) => {
    if (array.fields.includes(name)) return array.field(name);
    const made = apply({ vectors: [array] }, ([v]) => ({ number: quantity(v, name) }));
    return made as AwkwardArray;
  };
}

function properties(quantities: Readonly<Record<string, Quantity>>): Properties {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, property(quantity)]),
  );
}

const own = <Q extends Quantity>(...names: Q[]): Record<string, Q> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** The vector with its first coordinates turned round. */
const negated =
  (dimensions: 2 | 3 | 4) =>
  (array: AwkwardArray): AwkwardArray =>
    negate(array, dimensions) as AwkwardArray;

/** The first coordinates of a vector times -1. */
export function negate(vector: VectorLike, dimensions: 2 | 3 | 4): Element {
  return apply({ vectors: [vector], one: true }, ([v]) => scale(v, -1, dimensions));
}

const planar: Properties = {
  ...properties(own("x", "y", "rho", "rho2", "phi")),
  neg2D: negated(2),
};
const spatial: Properties = {
  ...planar,
  ...properties(own("z", "theta", "eta", "costheta", "cottheta", "mag", "mag2")),
  neg3D: negated(3),
};
const lorentz: Properties = {
  ...spatial,
  ...properties(own("t", "t2", "tau", "tau2", "beta", "gamma", "rapidity")),
  neg4D: negated(4),
};
const planarMomentum: Properties = {
  ...planar,
  ...properties({ px: "x", py: "y", pt: "rho", pt2: "rho2" }),
};
const spatialMomentum: Properties = {
  ...spatial,
  ...planarMomentum,
  ...properties({ pz: "z", pseudorapidity: "eta", p: "mag", p2: "mag2" }),
};
const lorentzMomentum: Properties = {
  ...lorentz,
  ...spatialMomentum,
  ...properties({ E: "t", e: "t", energy: "t", E2: "t2", e2: "t2", energy2: "t2" }),
  ...properties({ M: "tau", m: "tau", mass: "tau", M2: "tau2", m2: "tau2", mass2: "tau2" }),
  ...properties({ Et: "et", et: "et", transverseEnergy: "et" }),
  ...properties({ Et2: "et2", et2: "et2", transverseEnergy2: "et2" }),
  ...properties({ Mt: "mt", mt: "mt", transverseMass: "mt" }),
  ...properties({ Mt2: "mt2", mt2: "mt2", transverseMass2: "mt2" }),
};

/** Behaviours by record name: `Vector2D` to `Vector4D`, `Momentum2D` to `Momentum4D`. */
export const behaviors: Readonly<Record<string, Behavior>> = {
  Vector2D: { name: "Vector2D", properties: planar },
  Vector3D: { name: "Vector3D", properties: spatial },
  Vector4D: { name: "Vector4D", properties: lorentz },
  Momentum2D: { name: "Momentum2D", properties: planarMomentum },
  Momentum3D: { name: "Momentum3D", properties: spatialMomentum },
  Momentum4D: { name: "Momentum4D", properties: lorentzMomentum },
};
