const HUES = 24;

/** The same hue (0 to 345, in steps of 15) for the same id, always. FNV-1a over the characters. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash % HUES) * (360 / HUES);
}

/** One or two capitals that stand for a name: first and last word, or the first two letters of a single word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  const [first = "?", last = ""] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letters = last ? firstLetters(first, 1) + firstLetters(last, 1) : firstLetters(first, 2);
  return letters.toLocaleUpperCase("en");
}

const firstLetters = (word: string, count: number) => Array.from(word).slice(0, count).join("");
