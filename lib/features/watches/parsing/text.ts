export const TITLE_MAX = 500;
export const TEXT_MAX = 4_000;

/** PostgreSQL takes no NUL and no lone surrogate; the others show nothing, or are a hyphen that only shows at a line's end. */
const UNSEEN = /[\p{Surrogate}\u00AD\u200B\uFEFF]|(?!\s|\u0085)\p{Cc}/gu;
/** Embeddings and overrides, which turn the order of all that follows. */
const OVERRIDES = /[\u202A-\u202E]/g;
const ISOLATES = /[\u2066-\u2069]/g;
const BLANKS = /[\p{White_Space}]+/gu;
/** Letters, digits, marks and usual blanks of most languages: nothing of the above, so that most texts are looked at once. */
const PLAIN = /^[\t\n\r\x20-\x7e\xa1-\xac\xae-\u167f\u2010-\u2027\u20a0-\u2fff\u3001-\ud7ff]*$/;
/** Blanks that `BLANKS` would change: any but a space, or several. */
const UNEVEN = /[^\S ]|\s{2}|\u0085/;

/** Text in one line, as a person reads it: blanks are one, ends are trimmed, and nothing turns what stands after it. */
export function cleanLine(text: string, most = TITLE_MAX): string {
  return cut(evenOut(harmless(text)), most);
}

/** As `cleanLine`, with the lines of the text kept. */
export function cleanText(text: string, most = TEXT_MAX): string {
  const lines = harmless(text)
    .split(/\r\n?|\n|\u2028|\u2029/)
    .map(evenOut);
  return cut(
    lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    most,
  );
}

const evenOut = (line: string): string => (UNEVEN.test(line) ? line.replace(BLANKS, " ") : line).trim();

function harmless(text: string): string {
  if (PLAIN.test(text)) return text;
  const seen = text.replace(UNSEEN, "").replace(OVERRIDES, "");
  return isBalanced(seen) ? seen : seen.replace(ISOLATES, "");
}

/** Whether each isolate that begins also ends. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    open += mark === "\u2069" ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
/** How far behind the cut is looked for the end of a character. */
const LOOK_AHEAD = 64;

/** At most `most` units of a text, never a part of a character, nor a letter without its marks. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = graphemes.segment(text.slice(0, most + LOOK_AHEAD)).containing(most)?.index ?? most;
  // A character longer than that is none: it is cut between two of its code points.
  const end = start > 0 ? start : most - (isHighSurrogate(text.charCodeAt(most - 1)) ? 1 : 0);
  return text.slice(0, end).trimEnd();
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** What a row without a title is called: the beginning of its text. */
export function titleFrom(text: string): string {
  const line = cleanLine(text.split("\n", 1)[0] ?? "", TEXT_MAX);
  const short = cut(line, 100);
  return short.length < line.length ? `${short}…` : line;
}
