/**
 * One value per process and name, made on first use. Next's bundles are a second copy of every module in the same
 * process; what must exist once (database client, bus, cache, limiter) is remembered here, the only user of `globalThis`.
 */
export function remember<T>(name: string, make: () => T): T {
  const shared = globalThis as { throngShared?: Map<string, unknown> };
  shared.throngShared ??= new Map();
  if (!shared.throngShared.has(name)) shared.throngShared.set(name, make());
  return shared.throngShared.get(name) as T;
}

/** Replaces what `name` stands for, as the start does once a secret or a connection is known. */
export function rememberAs<T>(name: string, value: T): T {
  forget(name);
  return remember(name, () => value);
}

/** Drops what `name` stands for; the next `remember` makes it anew. */
export function forget(name: string): void {
  (globalThis as { throngShared?: Map<string, unknown> }).throngShared?.delete(name);
}

/** Drops all but what is `kept`: for tests, whose files share a process. */
export function forgetAll(kept: readonly string[]): void {
  const shared = (globalThis as { throngShared?: Map<string, unknown> }).throngShared ?? new Map<string, unknown>();
  for (const name of [...shared.keys()].filter((one) => !kept.includes(one))) shared.delete(name);
}
