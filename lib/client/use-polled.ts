import { useCallback, useEffect, useState } from "react";
import { api } from "./api";

/**
 * What `path` answers, read again every `everyMs` milliseconds while the page is looked at; `first` is what the server
 * drew. A read that fails is left out. The answered function reads at once.
 */
export function usePolled<T>(path: string, first: T, everyMs: number): [T, () => Promise<void>] {
  const [read, setRead] = useState({ first, value: first });
  const reread = useCallback(async () => {
    setRead({ first, value: await api<T>("GET", path) });
  }, [path, first]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") reread().catch(() => {});
    }, everyMs);
    return () => clearInterval(timer);
  }, [reread, everyMs]);
  return [read.first === first ? read.value : first, reread];
}
