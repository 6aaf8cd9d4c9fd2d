import { access, lane, plain, storeLane, vector } from "./opcodes.ts";

/** Types of values, as functions take and give them. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

const valueTypes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** What a function takes and gives. */
export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function from outside; the module asks for it as `host.<name>`. */
export interface ImportedFunction extends Signature {
  readonly name: string;
}

/** A function of the module. */
export interface DefinedFunction extends Signature {
  /** It is exported under this name. */
  readonly name: string;
  /** Types of its variables, which are numbered behind its parameters. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/**
 * A WebAssembly module as bytes: functions over the memory `host.memory`.
 *
 * Imported functions are numbered first, in their order, then the module's own.
 */
export function encodeModule(module: {
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly DefinedFunction[];
}): Uint8Array<ArrayBuffer> {
  const { imports, functions } = module;
  const types: string[] = [];
  const typeOf = ({ params, results }: Signature): number => {
    const text = JSON.stringify([params, results]);
    const known = types.indexOf(text);
    return known >= 0 ? known : types.push(text) - 1;
  };
  const imported = imports.map((one) => [
    ...name("host"),
    ...name(one.name),
    0x00,
    ...unsigned(typeOf(one)),
  ]);
  // Memory of at least one page; the linear memory of the kernels is one.
  imported.unshift([...name("host"), ...name("memory"), 0x02, 0x00, 0x01]);
  const indices = functions.map((one) => unsigned(typeOf(one)));
  const exported = functions.map((one, i) => [
    ...name(one.name),
    0x00,
    ...unsigned(imports.length + i),
  ]);
  const signatures = types.map((text) => {
    const [params, results] = JSON.parse(text) as [ValueType[], ValueType[]];
    return [0x60, ...list(params.map(valueByte)), ...list(results.map(valueByte))];
  });
  const bodies = functions.map(({ locals, body }) => {
    const bytes = [...list(runs(locals)), ...body.bytes, 0x0b];
    return [...unsigned(bytes.length), ...bytes];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, signatures),
    ...section(2, imported),
    ...section(3, indices),
    ...section(7, exported),
    ...section(10, bodies),
  ]);
}

function valueByte(type: ValueType): number[] {
  return [valueTypes[type]];
}

/** Locals as WebAssembly lists them: how many of a type follow each other. */
function runs(locals: readonly ValueType[]): number[][] {
  const out: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = out.at(-1);
    if (last?.type === type) last.count++;
    else out.push({ type, count: 1 });
  }
  return out.map(({ type, count }) => [...unsigned(count), valueTypes[type]]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128. */
function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    // The last byte's sign bit is the sign of what is left out.
    if ((rest === 0n && byte < 0x40) || (rest === -1n && byte >= 0x40)) {
      bytes.push(byte);
      return bytes;
    }
    bytes.push(byte | 0x80);
  }
}

/** The instructions of a function, appended one by one. */
export class Code {
  readonly bytes: number[] = [];

  get(local: number): this {
    return this.#push(0x20, ...unsigned(local));
  }

  set(local: number): this {
    return this.#push(0x21, ...unsigned(local));
  }

  tee(local: number): this {
    return this.#push(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.#push(0x41, ...signed(BigInt(value)));
  }

  i64(value: bigint): this {
    return this.#push(0x42, ...signed(BigInt.asIntN(64, value)));
  }

  /** A vector of 16 bytes, the first one lowest. */
  v128(bytes: Uint8Array): this {
    return this.#push(0xfd, 0x0c, ...bytes.subarray(0, 16));
  }

  /** An instruction without immediate operands. */
  op(instruction: keyof typeof plain | keyof typeof vector): this {
    if (instruction in plain) return this.#push(plain[instruction as keyof typeof plain]);
    return this.#push(0xfd, ...unsigned(vector[instruction as keyof typeof vector]));
  }

  /** A load or store at the address on the stack, plus `offset`. */
  access(instruction: keyof typeof access, offset: number): this {
    return this.#push(0xfd, ...unsigned(access[instruction]), 0x00, ...unsigned(offset));
  }

  lane(instruction: keyof typeof lane, index: number): this {
    return this.#push(0xfd, ...unsigned(lane[instruction]), index);
  }

  storeLane(instruction: keyof typeof storeLane, offset: number, index: number): this {
    const code = unsigned(storeLane[instruction]);
    return this.#push(0xfd, ...code, 0x00, ...unsigned(offset), index);
  }

  /** Bytes of two vectors: 0 to 15 are those of the first, 16 to 31 of the second. */
  shuffle(lanes: readonly number[]): this {
    return this.#push(0xfd, 0x0d, ...lanes);
  }

  call(index: number): this {
    return this.#push(0x10, ...unsigned(index));
  }

  /** `body` again and again, while it leaves a number other than 0. */
  loop(body: () => void): this {
    this.#push(0x03, 0x40);
    body();
    return this.#push(0x0d, 0x00, 0x0b);
  }

  /** `body` if the number on the stack is not 0. */
  if(body: () => void): this {
    this.#push(0x04, 0x40);
    body();
    return this.#push(0x0b);
  }

  #push(...bytes: number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}
