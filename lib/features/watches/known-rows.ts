import type { Query } from "@/lib/kit/db";
import { type Known, renamed } from "./diff-rows";
import type { Row } from "./parsing/types";
import { readAlike, readKnown } from "./rows-store";
import type { WatchRow } from "./watch-store";

/** What is known of the rows, also by another key; with `all` also of what is missing from them. */
export async function knownRows(
  query: Query,
  { id, successes }: WatchRow,
  rows: Row[],
  all: boolean,
): Promise<Known[]> {
  const keys = rows.map(({ key }) => key);
  const known = await readKnown(query, id, keys, all);
  const byKey = new Set(known.map(({ key }) => key));
  const unknown = rows.filter(({ key, link }) => link !== null && !byKey.has(key));
  if (unknown.length === 0 || successes === 0) return known;
  const links = unknown.flatMap(({ link }) => link ?? []);
  const found = renamed(unknown, await readAlike(query, id, links, keys));
  const ids = new Set(found.map((one) => one.id));
  return [...known.filter((one) => !ids.has(one.id)), ...found];
}
