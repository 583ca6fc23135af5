/**
 * Runs `action` while no other tab of this browser runs one under the same name. Where Web Locks are missing (plain http), it just
 * runs: callers must bear two at once, then.
 */
export function exclusively<T>(name: string, action: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  return locks ? locks.request(name, action) : action();
}
