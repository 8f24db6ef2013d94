import type { Command } from "@/lib/client/feature";

/** Commands under a heading. */
export type Group = { value: string; items: readonly Command[] };

/** Commands of a group that are shown at once. */
const SHOWN_MAX = 8;

/**
 * The commands that hold every word of `query`, best first, and their groups by their best one. What a label begins with
 * says more than what is inside it or beside it. Everything for an empty query.
 */
export function findCommands(groups: readonly Group[], query: string): Group[] {
  const asked = wordsOf(query);
  const found = groups.map(({ value, items }) => {
    const rated = items.map((item) => ({ item, rating: ratingOf(item, asked) })).filter(({ rating }) => rating > 0);
    const best = rated.toSorted((a, b) => b.rating - a.rating).slice(0, SHOWN_MAX);
    return { value, items: best.map(({ item }) => item), rating: best[0]?.rating ?? 0 };
  });
  return found
    .filter(({ items }) => items.length > 0)
    .toSorted((a, b) => b.rating - a.rating)
    .map(({ value, items }) => ({ value, items }));
}

/** From 0, which is not found, over what is beside the label and inside it to its words and its beginning. */
function ratingOf({ label, note = "", keywords = "" }: Command, asked: readonly string[]): number {
  if (asked.length === 0) return 1;
  const words = wordsOf(label);
  const besides = wordsOf(`${note} ${keywords}`);
  const ratings = asked.map((part) => {
    if (words.some((word) => word.startsWith(part))) return words[0]?.startsWith(part) ? 4 : 3;
    if (words.some((word) => word.includes(part))) return 2;
    return besides.some((word) => word.startsWith(part)) ? 1 : 0;
  });
  return Math.min(...ratings) === 0 ? 0 : ratings.reduce((sum: number, rating) => sum + rating, 0);
}

/** The words of a text without case and accents. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
