import { tellPeers } from "./peers";
import { remember } from "./remember";

/**
 * Names a figure of this process that it tells the others; call it where a module is loaded. Answers how to read it of every
 * living process: first of this one, as it is now, then of the others, as they told it last.
 */
export function figure<T>(name: string, read: () => T): () => T[] {
  const told = () => remember(`figure:${name}`, () => new Map<string, T>());
  tellPeers(name, {
    read,
    hear: (process, value) => void told().set(process, value as T),
    forget: (process) => void told().delete(process),
  });
  return () => [read(), ...told().values()];
}

/** Field by field; what the other does not know is nothing. */
export function added<T extends Record<string, number>>(one: T, other: Partial<T> | undefined): T {
  return Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value + (other?.[name] ?? 0)])) as T;
}
