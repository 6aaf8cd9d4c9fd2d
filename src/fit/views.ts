import { NotFoundError, UsageError } from "../errors.ts";

/**
 * Values by name of the parameter or by its position: `m.values.mass`, `m.values[0]`. Setting one sets
 * it for the fit.
 */
export type View<T> = Record<string, T> & Iterable<T>;

/**
 * A view on `store`.
 *
 * @param checked  turns what is set into what is stored, or refuses it
 */
export function viewOf<T>(
  names: readonly string[],
  store: T[],
  checked: (value: unknown, name: string) => T,
): View<T> {
  const at = (key: string): number | undefined => {
    const named = names.indexOf(key);
    if (named >= 0) return named;
    if (!/^-?\d+$/.test(key)) return undefined;
    const i = Number(key) < 0 ? names.length + Number(key) : Number(key);
    return i >= 0 && i < names.length ? i : undefined;
  };
  return new Proxy({} as View<T>, {
    get(_, key) {
      if (key === Symbol.iterator) return () => store[Symbol.iterator]();
      if (key === "length") return store.length;
      if (typeof key === "symbol") return undefined;
      const i = at(key);
      if (i !== undefined) return store[i];
      if (key === "toString" || key === "toJSON")
        return () => Object.fromEntries(names.map((n, k) => [n, store[k]]));
      return undefined;
    },
    set(_, key, value) {
      const i = typeof key === "symbol" ? undefined : at(key);
      if (i === undefined) {
        throw new NotFoundError("parameter", String(key), names, "the function");
      }
      store[i] = checked(value, names[i]);
      return true;
    },
    has: (_, key) => typeof key === "string" && at(key) !== undefined,
    ownKeys: () => [...names],
    getOwnPropertyDescriptor: (_, key) => ({
      configurable: true,
      enumerable: true,
      value: typeof key === "string" ? store[at(key) ?? -1] : undefined,
    }),
  });
}

/** @throws UsageError unless `value` is a finite number */
export function finite(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new UsageError(`${what} is a finite number, not ${String(value)}`);
  }
  return value;
}
