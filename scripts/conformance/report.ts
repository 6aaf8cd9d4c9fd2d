// What every kind of conformance case reports, and the last line of the command.

/** Why a case fails. */
export interface Mismatch {
  readonly what: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Result of one case. */
export type Outcome =
  | { readonly kind: "passed" }
  | ({ readonly kind: "failed"; readonly disputable?: string } & Mismatch)
  | { readonly kind: "skipped"; readonly reason: string };

/** A case whose record is known to be wrong, with evidence. */
export interface Disputed {
  readonly kind: string;
  /** Its name, or the `disputable` fault that any case may have, all else agreeing. */
  readonly case: string;
  readonly reason: string;
  readonly evidence: string;
}

/** Runs the cases of one file; each result goes to `report`. */
export type Kind = (input: Input, report: Report) => Promise<void>;

export interface Input {
  /** File or folder of cases. */
  readonly path: string;
  /** Folder of the ROOT files, where the kind needs one. */
  readonly root: string | undefined;
  /** Whether a case is to be run. */
  readonly wanted: (name: string) => boolean;
}

/** Input that cannot be read or holds no cases: exit code 2. */
export class InputError extends Error {}

const SHOWN = 20;

/** Counts results and keeps the first failures. */
export class Report {
  readonly kind: string;
  passed = 0;
  failed = 0;
  skipped = 0;
  disputed = 0;
  readonly failures: ({ case: string } & Mismatch)[] = [];
  readonly skips: Record<string, number> = {};
  readonly #disputed: ReadonlySet<string>;

  constructor(kind: string, disputed: readonly Disputed[]) {
    this.kind = kind;
    this.#disputed = new Set(
      disputed.filter((item) => covers(kind, item.kind)).map((item) => item.case),
    );
  }

  add(name: string, outcome: Outcome): void {
    switch (outcome.kind) {
      case "passed":
        this.passed++;
        return;
      case "skipped":
        this.skipped++;
        this.skips[outcome.reason] = (this.skips[outcome.reason] ?? 0) + 1;
        return;
      case "failed":
        if (this.#disputed.has(name) || this.#disputed.has(outcome.disputable ?? name)) {
          this.disputed++;
          return;
        }
        this.failed++;
        if (this.failures.length < SHOWN) {
          const { what, expected, got } = outcome;
          this.failures.push({ case: name, what, expected, got });
        }
        return;
      default:
        outcome satisfies never;
    }
  }

  /** One JSON object. */
  line(): string {
    const { kind, passed, failed, skipped, disputed, failures, skips } = this;
    return JSON.stringify({ kind, passed, failed, skipped, disputed, failures, skips });
  }

  /** 0 all passed, 1 failures, 2 nothing was compared. */
  exitCode(): number {
    if (this.failed > 0) return 1;
    return this.passed > 0 ? 0 : 2;
  }
}

/** Kinds whose files stand in the folder of another: `stats` runs them all. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  stats: ["iminuit", "interpolation", "special", "templates", "workspace-ops", "xml"],
};

function covers(run: string, kind: string): boolean {
  return run === kind || (WITHIN[run]?.includes(kind) ?? false);
}
