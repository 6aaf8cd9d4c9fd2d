/** Positions of parameters: the first `length` of `at`. */
export class Positions {
  readonly at: Int32Array;
  length = 0;

  constructor(n: number) {
    this.at = new Int32Array(n);
  }

  add(k: number): void {
    this.at[this.length++] = k;
  }
}
