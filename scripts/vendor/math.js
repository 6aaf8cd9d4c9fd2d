// JSROOT's transcendental functions, which plot/ sets to those of src/math before the first drawing.
let elementary;

export function setMath(functions) {
  elementary = functions;
}

export const hepwasm_exp = (x) => elementary.exp(x);
export const hepwasm_log = (x) => elementary.log(x);
export const hepwasm_log1p = (x) => elementary.log1p(x);
export const hepwasm_log10 = (x) => elementary.log10(x);
export const hepwasm_pow = (x, y) => elementary.pow(x, y);
export const hepwasm_sin = (x) => elementary.sin(x);
export const hepwasm_cos = (x) => elementary.cos(x);
export const hepwasm_tan = (x) => elementary.tan(x);
export const hepwasm_atan = (x) => elementary.atan(x);
export const hepwasm_atan2 = (y, x) => elementary.atan2(y, x);
