"use client";

import { useState } from "react";
import { api } from "@/lib/client/api";
import type { Page } from "@/lib/shared/page";
import { useAttempt } from "./use-attempt";

/**
 * A list that the server began and the reader continues: `more` reads the next page of `path`, whose cursor comes last.
 * A new `first` begins again.
 */
export function usePages<T>(first: Page<T>, path: string) {
  const [read, setRead] = useState({ first, page: first });
  const { pending, attempt } = useAttempt();
  const page = read.first === first ? read.page : first;
  const more = () =>
    attempt("No more could be read", async () => {
      const joint = path.includes("?") ? "&" : "?";
      const next = await api<Page<T>>("GET", `${path}${joint}cursor=${encodeURIComponent(page.nextCursor ?? "")}`);
      setRead({ first, page: { items: [...page.items, ...next.items], nextCursor: next.nextCursor } });
    });
  return { items: page.items, hasMore: page.nextCursor !== null, more, pending };
}
