/** A number as C's and Python's `%g` print it: at most `digits` digits, no zeros behind the point. */
export function general(value: number, digits = 6): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const { figures, exponent } = rounded(Math.abs(value), Math.max(digits, 1));
  const sign = value < 0 ? "-" : "";
  const short = figures.replace(/0+$/, "");
  if (exponent < -4 || exponent >= Math.max(digits, 1)) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${pointed(short, 1)}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${short}`;
  return sign + pointed(short.padEnd(exponent + 1, "0"), exponent + 1);
}

function pointed(figures: string, whole: number): string {
  return figures.length > whole ? `${figures.slice(0, whole)}.${figures.slice(whole)}` : figures;
}

/** The decimal figures of a number above 0; halves go to the even figure, where JavaScript's go up. */
function rounded(value: number, digits: number): { figures: string; exponent: number } {
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  // A half that is exact has few figures.
  const [exact, exactPower] = value.toExponential(Math.min(digits + 50, 100)).split("e");
  const all = exact.replace(".", "");
  if (/^50*$/.test(all.slice(digits)) && Number(all[digits - 1]) % 2 === 0) {
    return { figures: all.slice(0, digits), exponent: Number(exactPower) };
  }
  return { figures: mantissa.replace(".", ""), exponent: Number(power) };
}

/** A number as Python prints a float: the shortest text that reads back, with a point or exponent. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [mantissa, power] = value.toExponential().split("e");
    return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${BigInt(value)}.0` : String(value);
}
