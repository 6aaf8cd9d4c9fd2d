/** A ROOT object as JSROOT keeps it: its members under ROOT's names, its class in `_typename`. */
export interface RootObject {
  _typename: string;
  [member: string]: unknown;
}
