import { NotFoundError } from "../errors.ts";

/** A matrix whose rows and columns are parameters. */
export class ParameterMatrix {
  readonly names: readonly string[];
  /** Row-major. */
  readonly data: Float64Array;

  constructor(names: readonly string[], data: Float64Array) {
    this.names = names;
    this.data = data;
  }

  /**
   * The element of two parameters, by names or positions.
   * @throws NotFoundError with the nearest name
   */
  at(row: string | number, column: string | number): number {
    return this.data[this.#position(row) * this.names.length + this.#position(column)];
  }

  /** Each element over the roots of its diagonal ones; 0 where one of them is 0. */
  correlation(): ParameterMatrix {
    const n = this.names.length;
    const width = Float64Array.from(this.names, (_, i) => Math.sqrt(this.data[i * n + i]));
    const data = this.data.map((value, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      if (i === j) return 1;
      return width[i] > 0 && width[j] > 0 ? value / (width[i] * width[j]) : 0;
    });
    return new ParameterMatrix(this.names, data);
  }

  /** Rows of numbers. */
  toList(): number[][] {
    const n = this.names.length;
    return this.names.map((_, i) => [...this.data.subarray(i * n, (i + 1) * n)]);
  }

  #position(key: string | number): number {
    const i = typeof key === "number" ? key : this.names.indexOf(key);
    if (this.names[i] === undefined) {
      throw new NotFoundError("parameter", String(key), this.names, "the matrix");
    }
    return i;
  }
}
