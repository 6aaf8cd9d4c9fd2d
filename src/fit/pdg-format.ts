/**
 * Numbers rounded as the Particle Data Group rounds them: the smallest uncertainty has one or two digits
 * (two if it begins with 100 to 354, one with 355 to 949, and 950 to 999 become 1000), everything else as
 * many decimals. Large and small ones get an exponent that is a multiple of 3.
 *
 * @param value  `undefined` for uncertainties alone
 * @see Review of Particle Physics, introduction, 5.3
 */
export function pdgFormat(value: number | undefined, ...errors: number[]): string[] {
  const all = value === undefined ? errors : [value, ...errors];
  const sizes = errors.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  if (sizes.length === 0) return all.map((x) => String(x));
  const least = Math.min(...sizes);
  const power = Math.floor(log10(least)) + 1;
  const lead = Math.round(scaled(least, -power) * 1000) / 1000;
  const digits = lead < 0.355 ? 2 : 1;
  let exponent = Math.abs(power) > 2 ? Math.round(power / 3) * 3 : 0;
  if (value !== undefined && value !== 0 && Number.isFinite(value)) {
    exponent = Math.max(exponent, Math.floor(log10(Math.abs(value)) / 3) * 3);
  }
  const decimals = digits - (power - exponent);
  return all.map((x) => {
    if (!Number.isFinite(x)) return String(x);
    const rounded = Math.abs(x) === least && lead >= 0.95 ? Math.sign(x) * scaled(1, power) : x;
    const text = scaled(rounded, -exponent).toFixed(Math.min(100, Math.max(0, decimals)));
    if (exponent === 0) return text;
    return /^-?0\.?0*$/.test(text) ? text.replace(/\.0*$/, "") : `${text}e${exponent}`;
  });
}

/** x 10^power, through text, which rounds once. */
function scaled(x: number, power: number): number {
  const [digits, exponent] = x.toExponential().split("e");
  return Number(`${digits}e${Number(exponent) + power}`);
}

function log10(x: number): number {
  const [digits, exponent] = x.toExponential().split("e");
  return Number(exponent) + (Number(digits) >= 10 ? 1 : 0);
}

/** As C's `%.<digits>g`. */
export function general(x: number, digits: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  if (x === 0) return "0";
  const [mantissa, exponentText] = x.toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) {
    const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${short}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  const plain = x.toFixed(Math.max(0, digits - 1 - exponent));
  return plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
}
