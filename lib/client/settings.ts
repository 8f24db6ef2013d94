import { useContext, useSyncExternalStore } from "react";
import type { Settings } from "@/lib/core/settings/schemas";
import { api } from "./api";
import { MemberContext, useMember } from "./member";
import { type Store, useStore } from "./store";

type Chosen = Pick<Settings, "timeZone" | "locale">;

const NOTHING: Chosen = { timeZone: null, locale: null };
const never = () => () => {};
const nothing = () => NOTHING;

/** The settings of the signed-in member, as they change. Only below a `MemberProvider`. */
export const useSettings = (): Settings => useStore(useMember().settings);

/** How the member wants times, if there is one and they have chosen. */
export function useChosenSettings(): Chosen {
  const store: Store<Settings> | undefined = useContext(MemberContext)?.settings;
  return useSyncExternalStore<Chosen>(store?.subscribe ?? never, store?.get ?? nothing, store?.get ?? nothing);
}

/**
 * Changes settings on the screen at once and in the account; what the server refuses is taken back.
 * @throws Refusal
 */
export async function saveSettings(store: Store<Settings>, changes: Partial<Omit<Settings, "version">>): Promise<void> {
  const before = store.get();
  store.update((now) => ({ ...now, ...changes }));
  try {
    await api("PUT", "/users/me/settings", changes);
  } catch (error) {
    const names = Object.keys(changes);
    const old = Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
    store.update((now) => ({ ...now, ...old }));
    throw error;
  }
}
