import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { createStore } from "@/lib/client/store";
import { changedQuery, pathOf, type Query } from "./listing-query";

/** The same for the same query, in whichever order it stands. */
const nameOf = (query: Query): string => JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The query that was asked for last, the names of those that did not come yet, and of the one that is there. */
type Asked = { last: Query; coming: ReadonlySet<string>; here: string };

/**
 * Leads to listings by what is changed of `query`, the one that is shown. Changes that follow each other faster than the
 * page comes add up. `formKey` is another one when the page was led elsewhere by other means: then a form begins anew, and
 * never while one types into it.
 */
export function useListingQuery(path: string, query: Query): { go: (changes: Query) => void; formKey: string } {
  const router = useRouter();
  const [asked] = useState(() => createStore<Asked>({ last: query, coming: new Set(), here: nameOf(query) }));
  const shown = nameOf(query);
  const [seen, setSeen] = useState(shown);
  const [formKey, setFormKey] = useState(shown);
  if (shown !== seen) {
    setSeen(shown);
    if (!asked.get().coming.has(shown)) setFormKey(shown);
  }
  useEffect(() => {
    const { last, coming, here } = asked.get();
    if (here === shown) return;
    const isOwn = coming.has(shown);
    const left = new Set([...coming].filter((name) => isOwn && name !== shown));
    asked.set({ last: isOwn ? last : query, coming: left, here: shown });
  }, [asked, shown, query]);
  const go = (changes: Query): void => {
    const last = changedQuery(asked.get().last, changes);
    asked.update((now) => ({ ...now, last, coming: new Set([...now.coming, nameOf(last)]) }));
    router.push(pathOf(path, last));
  };
  return { go, formKey };
}
