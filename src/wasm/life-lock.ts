// Web Workers that end tell nobody: not when they close themselves, nor when the browser takes them
// away. But their locks (Web Locks) go with them.

/** Where a page is not secure there are no locks, and no `randomUUID`. */
function locksHere(): LockManager | undefined {
  return (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
}

/**
 * In a worker: takes a lock that it holds as long as it lives.
 * @returns its name; undefined where there are no locks
 */
export function holdLifeLock(): Promise<string | undefined> {
  const locks = locksHere();
  if (locks === undefined) return Promise.resolve(undefined);
  const name = `hepwasm-thread-${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    const held = locks.request(name, () => {
      resolve(name);
      return new Promise<never>(() => undefined);
    });
    // Some documents may not have any.
    held.catch(() => resolve(undefined));
  });
}

/** In the page that started it: calls `ended` when the worker that holds the lock has ended. */
export function onLifeLockReleased(name: string, ended: () => void): void {
  locksHere()
    ?.request(name, ended)
    .catch(() => undefined);
}
