import { remember, rememberAs } from "./remember";

/** A place where those who are installed add to what a capability knows, such as its tasks. */
export type ExtensionPoint<T> = {
  /** Replaces what was added so far. Called once, at the start; tests call it with what they plant. */
  install: (added: readonly T[]) => void;
  /** The capability's own, and then what was added, in the order of installing. */
  all: () => readonly T[];
  /** What `make` makes of all, made once after each `install`. */
  derive: <U>(make: (all: readonly T[]) => U) => () => U;
};

type Filled<T> = { all: readonly T[]; derived: Map<object, unknown> };

/** Makes an extension point called `name`, one for all bundles in the process, that begins with the capability's `own`. */
export function extensionPoint<T>(name: string, own: readonly T[] = []): ExtensionPoint<T> {
  const key = `extension:${name}`;
  const filled = (): Filled<T> => remember<Filled<T>>(key, () => ({ all: own, derived: new Map() }));
  return {
    install: (added) => void rememberAs<Filled<T>>(key, { all: [...own, ...added], derived: new Map() }),
    all: () => filled().all,
    derive: <U>(make: (all: readonly T[]) => U) => {
      const id = {};
      return () => {
        const { all, derived } = filled();
        if (!derived.has(id)) derived.set(id, make(all));
        return derived.get(id) as U;
      };
    },
  };
}
