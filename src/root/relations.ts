import { items, type ObjArray, type RawTree } from "./metadata.ts";

/** A tree whose branches belong to the same entries as this one's (`TTree::AddFriend`). */
export interface Friend {
  /** What it is called in expressions. */
  readonly alias: string;
  /** The tree's key. */
  readonly tree: string;
  /** The file that it is in, as it was named then; empty for the same file. */
  readonly file: string;
}

/** The names that a tree gives to expressions (`TTree::SetAlias`). */
export function aliasesOf({ fAliases }: RawTree): Readonly<Record<string, string>> {
  return Object.fromEntries(
    named(fAliases).map(({ fName, fTitle }): [string, string] => [fName, fTitle]),
  );
}

/** The friends of a tree, as they are named. They are not opened. */
export function friendsOf({ fFriends }: RawTree): readonly Friend[] {
  return named(fFriends).map(({ fName, fTitle, fTreeName }) => {
    return { alias: fName, tree: typeof fTreeName === "string" ? fTreeName : fName, file: fTitle };
  });
}

interface Named {
  readonly fName: string;
  readonly fTitle: string;
  readonly fTreeName?: unknown;
}

/** Items with a name and a title; others are damaged, or of classes that are passed over. */
function named(list: ObjArray<unknown> | null | undefined): Named[] {
  return items(list ?? undefined).filter((item): item is Named => {
    const { fName, fTitle } = item as Partial<Named>;
    return typeof fName === "string" && typeof fTitle === "string";
  });
}
