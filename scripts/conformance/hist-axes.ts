import {
  type Axis,
  booleanAxis,
  intCategoryAxis,
  integerAxis,
  regularAxis,
  strCategoryAxis,
  transform,
  variableAxis,
} from "../../src/hist/index.ts";

/** The axes of the reference, by the names it gives them. */
export const referenceAxes: Readonly<Record<string, () => Axis>> = {
  reg: () => regularAxis(10, -2, 3),
  reg_noflow: () => regularAxis(10, -2, 3, { flow: false }),
  reg_nu: () => regularAxis(7, -1, 1, { underflow: false }),
  reg_growth: () => regularAxis(4, 0, 1, { growth: true }),
  reg_circ: () => regularAxis(8, 0, 2, { circular: true }),
  log: () => regularAxis(5, 0.1, 10, { transform: transform.log }),
  sqrt: () => regularAxis(5, 0, 9, { transform: transform.sqrt }),
  pow: () => regularAxis(5, 0, 3, { transform: transform.pow(2) }),
  var: () => variableAxis([-1, -0.5, 0, 0.1, 2.5]),
  var_noover: () => variableAxis([-1, 0, 0.1, 2.5], { overflow: false }),
  var_circ: () => variableAxis([0, 0.3, 1.7, 2], { circular: true }),
  var_growth: () => variableAxis([0, 0.5, 1], { growth: true }),
  int: () => integerAxis(-2, 4),
  int_noflow: () => integerAxis(-2, 4, { flow: false }),
  int_growth: () => integerAxis(0, 2, { growth: true }),
  int_circ: () => integerAxis(0, 5, { circular: true }),
  icat: () => intCategoryAxis([3, -1, 2]),
  icat_growth: () => intCategoryAxis([], { growth: true }),
  icat_noover: () => intCategoryAxis([3, 1], { overflow: false }),
  scat: () => strCategoryAxis(["a", "bb"]),
  scat_growth: () => strCategoryAxis([], { growth: true }),
  bool: () => booleanAxis(),
};

/** What the reference calls a storage of ours. */
export const referenceStorages: readonly string[] =
  "Double Int64 AtomicInt64 Unlimited Weight Mean WeightedMean".split(" ");
