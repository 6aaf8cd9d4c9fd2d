import { UnsupportedError } from "../errors.ts";
import type { OpenFile } from "./event-tree.ts";

/** Opens a ROOT file. */
export const openFile: OpenFile = async () => {
  throw new UnsupportedError("pass { open }: ROOT files are not read yet", "root");
};
