// Kind "workspace-ops": operations on a workspace, exact as JSON.
import { existsSync, readFileSync } from "node:fs";
import { type DigestAlgorithm, Workspace } from "../../../src/stats/index.ts";
import { sameJson } from "../../../src/stats/json-value.ts";
import type { Input, Outcome, Report } from "../report.ts";

type Json = Record<string, unknown>;

interface Operation {
  readonly case: string;
  readonly op: string;
  readonly args: Json;
  readonly result?: unknown;
  readonly error?: string;
}

/** Runs the operations of a file on the workspace beside it. */
export function workspaceOps(content: Json, path: string, { wanted }: Input, report: Report): void {
  const prefix = String(content.workspace).replace(/\.workspace\.json$/, "");
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  for (const operation of content.operations as readonly Operation[]) {
    const name = `${prefix}/${operation.case}`;
    if (!wanted(name) && !wanted(operation.case)) continue;
    if (text === undefined) report.add(name, { kind: "skipped", reason: "workspace missing" });
    else report.add(name, outcomeOf(operation, text));
  }
}

function outcomeOf(operation: Operation, text: string): Outcome {
  const failing = operation.error !== undefined;
  let got: unknown;
  try {
    got = run(operation, Workspace.fromText(text));
  } catch (error) {
    if (failing) return { kind: "passed" };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", what: "error", expected: "none", got: message };
  }
  if (failing) return { kind: "failed", what: "error", expected: operation.error, got: "none" };
  if (sameJson(got, operation.result)) return { kind: "passed" };
  return { kind: "failed", what: "result", expected: operation.result, got };
}

function run({ op, args }: Operation, workspace: Workspace): unknown {
  switch (op) {
    case "digest":
      return workspace.digest((args.algorithm ?? "sha256") as DigestAlgorithm);
    case "sorted":
      return workspace.sorted().spec;
    case "prune": {
      const { modifier_types: modifierTypes, ...rest } = args;
      const pruning = modifierTypes === undefined ? rest : { ...rest, modifierTypes };
      return workspace.prune(pruning as Parameters<Workspace["prune"]>[0]).spec;
    }
    case "rename":
      return workspace.rename(args as Parameters<Workspace["rename"]>[0]).spec;
    case "combine": {
      const side = (value: unknown): Workspace =>
        Object.entries((value ?? {}) as Json).reduce(
          (now, [name, own]) => new Workspace(run({ case: "", op: name, args: own as Json }, now)),
          workspace,
        );
      type Join = "none" | "outer" | "left outer" | "right outer";
      const join = (args.join ?? "none") as Join;
      const mergeChannels = args.merge_channels === true;
      return Workspace.combine(side(args.left), side(args.right), { join, mergeChannels }).spec;
    }
    default:
      throw new Error(`unknown operation "${op}"`);
  }
}
