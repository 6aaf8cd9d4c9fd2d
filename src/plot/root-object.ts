/** A ROOT object as JSROOT keeps it: its members under ROOT's names, its class in `_typename`. */
export interface RootObject {
  _typename: string;
  [member: string]: unknown;
}

/** A TList of objects with their draw options. */
export function list(items: readonly (readonly [RootObject, string])[]): RootObject {
  return {
    _typename: "TList",
    name: "TList",
    arr: items.map(([object]) => object),
    opt: items.map(([, option]) => option),
  };
}
