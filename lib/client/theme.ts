import { useSyncExternalStore } from "react";
import { isTheme, THEME_COOKIE, type Theme } from "./theme-cookie";

const YEAR_IN_SECONDS = 31_536_000;
const listeners = new Set<() => void>();

function currentTheme(): Theme {
  const set = document.documentElement.dataset.theme;
  return isTheme(set) ? set : "system";
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the theme of this page at once and of this browser for a year. */
export function setTheme(theme: Theme): void {
  if (theme === currentTheme()) return;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // Not the Cookie Store API: it is missing on plain http.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_IN_SECONDS}; samesite=lax`;
  for (const listener of listeners) listener();
}

/** The chosen theme; `system` while the page is still the server's. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme, () => "system");
