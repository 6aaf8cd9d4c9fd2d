import { ak, type Events } from "hepwasm";

/** In a module of its own, which is sent as well. */
export function weightOf(events: Events): ak.Array {
  return ak.multiply(events.MET_py, 0.1);
}
