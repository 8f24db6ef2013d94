/** What of a listing is searched. */
export type Searched = { title: string; text: string; note: string };

/** How much of a listing is searched, and how long a word is that can be found as a whole, in characters. */
const TITLE_MAX = 500;
const TEXT_MAX = 4_000;
const NOTE_MAX = 2_000;
const WORD_MAX = 60;
/** The most words of a query that count. */
const ASKED_MAX = 40;

/** Letters that have a plain form which Unicode does not derive, as people type them where their keyboard lacks them. */
const PLAIN: Record<string, string> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŀ: "l", ŧ: "t", ŋ: "n" },
  ...{ ς: "σ", ى: "ي", ة: "ه", ی: "ي", ک: "ك" },
};
const PLAIN_LETTER = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");

/** Accents, harakat, niqqud and the like. The signs of Indic and Thai vowels, and of kana, are letters to their readers. */
const ACCENT =
  /[\p{Script=Inherited}\p{Script=Hebrew}](?<=\p{M})(?<![\u3099\u309a])|[\u0640\u00ad\u200b-\u200d\ufeff]/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Scripts that are written without blanks, or, as Korean, with endings that stick to the word. */
const UNSPACED = ["Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"];
const UNSPACED_CLASS = UNSPACED.map((script) => `\\p{Script_Extensions=${script}}`).join("");
const RUN = new RegExp(`(?:(?![\\p{P}\\p{S}])[${UNSPACED_CLASS}]\\p{M}*)+`, "gu");
/** A letter with the signs that belong to it. */
const LETTER = /.\p{M}*/gsu;

/**
 * The words of a listing for PostgreSQL's `to_tsvector('simple', …)`: without case, accents and width, and of scripts
 * without blanks every letter and every two. Each begins with who it belongs to, so that the index holds the words of
 * each owner apart: a search reads those alone, however many others have found the same.
 */
export function searchText(ownerId: string, { title, text, note }: Searched): string {
  const tag = tagOf(ownerId);
  const parts = [title.slice(0, TITLE_MAX), note.slice(0, NOTE_MAX), text.slice(0, TEXT_MAX)];
  const words = wordsOf(parts.join("\n")).flatMap(({ word, isRun }) => (isRun ? piecesOf(word) : [word]));
  return [...new Set(words)].map((word) => tag + word).join(" ");
}

/**
 * What `q` finds among the listings of `ownerId`, for `to_tsquery('simple', …)`: all words, of which the last may be the
 * beginning of one. Null when it names no word: then it finds nothing.
 */
export function searchQuery(ownerId: string, q: string): string | null {
  const tag = tagOf(ownerId);
  const terms = wordsOf(q).flatMap(({ word, isRun }) => (isRun ? pairsOf(word) : [word]));
  if (terms.length === 0) return null;
  return `${[...new Set(terms)]
    .slice(0, ASKED_MAX)
    .map((word) => tag + word)
    .join(" & ")}:*`;
}

type Word = { word: string; isRun: boolean };

/** Words as they are written, and runs of scripts that have no blanks. */
function wordsOf(text: string): Word[] {
  return (fold(text).match(WORD) ?? []).flatMap((word) => {
    const found: Word[] = [];
    let end = 0;
    for (const run of word.matchAll(RUN)) {
      if (run.index > end) found.push({ word: word.slice(end, run.index).slice(0, WORD_MAX), isRun: false });
      found.push({ word: run[0], isRun: true });
      end = run.index + run[0].length;
    }
    if (end < word.length) found.push({ word: word.slice(end).slice(0, WORD_MAX), isRun: false });
    return found;
  });
}

/** A text without case, accents and width, as it is compared. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(ACCENT, "")
    .toLowerCase()
    .replace(PLAIN_LETTER, (letter) => PLAIN[letter] ?? letter)
    .replace(/(?![0-9])\p{Nd}/gu, digitOf)
    .normalize("NFC");

/** A digit of any script as 0 to 9: Unicode has ten of each in a row, that begins at the first or the seventh place of a line. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const place = code & 0xf;
  const beginsFirst = /\p{Nd}/u.test(String.fromCodePoint(code - place));
  return String(beginsFirst ? place : place - 6);
}

const lettersOf = (run: string): string[] => run.match(LETTER) ?? [];

function pairsOf(run: string): string[] {
  const letters = lettersOf(run);
  if (letters.length < 2) return letters;
  return letters.slice(1).map((letter, index) => (letters[index] ?? "") + letter);
}

const piecesOf = (run: string): string[] => {
  const letters = lettersOf(run);
  return letters.length < 2 ? letters : [...letters, ...pairsOf(run)];
};

/** Six letters that stand for a member; that two share them is rare, and harmless where the owner is asked for as well. */
function tagOf(ownerId: string): string {
  let rest = Number.parseInt(ownerId.replaceAll("-", "").slice(-12), 16);
  let tag = "";
  for (let place = 0; place < 6; place++) {
    tag += String.fromCharCode(97 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return tag;
}
