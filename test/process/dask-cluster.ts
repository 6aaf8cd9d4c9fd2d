// A real Dask cluster for tests: a scheduler and two workers, started as a user starts them.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The Python of tests, and why there is none that has dask. */
export function findDask(repository: string): { python: string; missing: string | undefined } {
  const local = join(repository, ".venv/bin/python");
  const python = process.env.HEPWASM_PYTHON ?? (existsSync(local) ? local : "python3");
  const found = spawnSync(python, [
    "-c",
    "import importlib.util as u; assert u.find_spec('distributed')",
  ]);
  return {
    python,
    missing: found.status === 0 ? undefined : `skipped: ${python} has no dask.distributed`,
  };
}

/** A running cluster. */
export class Cluster {
  readonly address: string;
  /** Where its workers keep their files. */
  readonly folder: string;
  readonly #processes: readonly ChildProcess[];

  private constructor(address: string, folder: string, processes: readonly ChildProcess[]) {
    this.address = address;
    this.folder = folder;
    this.#processes = processes;
  }

  static async start(python: string): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), "hepwasm-dask-test-"));
    const told = join(folder, "scheduler.json");
    const dask = (...args: string[]): ChildProcess =>
      spawn(python, ["-m", "dask", ...args, "--scheduler-file", told], { stdio: "ignore" });
    const scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard");
    const workers = dask(
      ...["worker", "--nworkers", "2", "--nthreads", "1", "--memory-limit", "0"],
      ...["--no-dashboard", "--local-directory", folder],
    );
    const read = (): string | undefined => {
      try {
        return (JSON.parse(readFileSync(told, "utf8")) as { address: string }).address;
      } catch {
        return undefined;
      }
    };
    let address = read();
    for (let tries = 0; address === undefined && tries < 600; tries++) {
      await sleep(100);
      address = read();
    }
    if (address === undefined) throw new Error("the scheduler did not start within a minute");
    return new Cluster(address, folder, [workers, scheduler]);
  }

  /** How many of its workers have started: each of them has unpacked what a kept executor sent. */
  workers(): number {
    const scratch = join(this.folder, "dask-scratch-space");
    const folders = existsSync(scratch) ? readdirSync(scratch) : [];
    return folders.filter((name) => {
      try {
        return readdirSync(join(scratch, name)).some((entry) => entry.startsWith("hepwasm-"));
      } catch {
        return false; // A lock, or a folder that is being removed.
      }
    }).length;
  }

  /** Process ids of the Node children that its workers have now. */
  children(): number[] {
    return processes().flatMap(({ id, line }) =>
      line.includes("dask-child.js") && line.includes(this.folder) ? [id] : [],
    );
  }

  async end(): Promise<void> {
    for (const process of this.#processes) {
      const ended = new Promise((resolve) => process.on("close", resolve));
      process.kill("SIGTERM");
      // Dask's own end may wait for a worker that hangs while it closes; its workers end with it.
      const last = setTimeout(() => process.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(last);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What runs on this machine: by Linux's own files, as a bare one has no `ps`. */
function processes(): { id: number; line: string }[] {
  if (!existsSync("/proc/self/cmdline")) {
    const { stdout } = spawnSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
    return stdout.split("\n").map((line) => ({ id: Number.parseInt(line, 10), line }));
  }
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [{ id: Number(name), line: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

/** Process ids of bridges, and of the local clusters that they started, whose environment has `mark`. */
export function marked(mark: string): number[] {
  return processes().flatMap(({ id }) => {
    try {
      return readFileSync(`/proc/${id}/environ`, "utf8").includes(mark) ? [id] : [];
    } catch {
      return []; // Ended, or another user's.
    }
  });
}

/** Numbers of the files of shared memory, such as semaphores, that a process has open. */
export function sharedBy(id: number): number[] {
  try {
    // Under a name that they had for a moment: address, rights, offset, device, number, name.
    const lines = readFileSync(`/proc/${id}/maps`, "utf8").match(/^.* \/dev\/shm\/.*$/gm) ?? [];
    return lines.map((line) => Number(line.split(/ +/)[4]));
  } catch {
    return []; // Ended.
  }
}

/** Numbers of the files of shared memory that there are. */
export function sharedMemory(): number[] {
  const folder = "/dev/shm";
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.ino ?? [],
  );
}

/** Resolves after `ms`. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
