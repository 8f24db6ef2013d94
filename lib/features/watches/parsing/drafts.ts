import { readDate } from "./dates";
import { identify } from "./identity";
import { cleanLine, cleanText, titleFrom } from "./text";
import type { Availability, Hints, Note, NoteCode, Parsed, Price, Row } from "./types";

export const ROWS_MAX = 1_000;
const NOTES_MAX = 20;
const ID_MAX = 500;

/** What a reader found of a row, as it is written. */
export type Found = {
  id?: string | null;
  title?: string | null;
  link?: string | null;
  text?: string | null;
  image?: string | null;
  price?: Price | null;
  availability?: Availability | null;
  date?: string | null;
};

type Document = Pick<Parsed, "title" | "language"> & { found: Found[]; notes: Note[]; complete?: boolean };

/** What a document gives: the rows that readers found, cleaned, with keys, and at most as many as are kept. */
export function toParsed({ title, language, found, notes, complete = true }: Document, hints: Hints): Parsed {
  const kept = capRows(found, notes);
  const spoken = { ...hints, language: hints.language ?? language ?? undefined };
  const drafts = kept.map((one) => toDraft(one, spoken, notes)).filter((one) => one !== null);
  const { rows, notes: doubled } = identify(drafts);
  for (const { code, detail } of doubled) note(notes, code, detail);
  markDoubtful(rows, hints.now === undefined ? Date.now() : Date.parse(hints.now));
  return {
    title: cleanLine(title ?? "") || null,
    language: cleanLine(language ?? "", 35) || null,
    rows,
    complete,
    notes,
  };
}

/** The rows that are kept; that some are left out is noted. */
export function capRows<T>(rows: T[], notes: Note[]): T[] {
  if (rows.length > ROWS_MAX) note(notes, "rows_left_out");
  return rows.slice(0, ROWS_MAX);
}

/** Notes something once, and no more than a member would read. */
export function note(notes: Note[], code: NoteCode, detail?: string): void {
  const isKnown = notes.some((one) => one.code === code && one.detail === detail);
  if (!isKnown && notes.length < NOTES_MAX) notes.push(detail === undefined ? { code } : { code, detail });
}

function toDraft(found: Found, hints: Hints, notes: Note[]): Omit<Row, "key"> | null {
  const text = cleanText(found.text ?? "");
  const link = found.link ?? null;
  const title = cleanLine(found.title ?? "") || titleFrom(text) || cleanLine(link?.replace(/^https?:\/\//, "") ?? "");
  if (title === "") return null;
  return {
    id: cleanLine(found.id ?? "", ID_MAX) || null,
    title,
    link,
    text: text === title ? "" : text,
    image: found.image ?? null,
    price: found.price ?? null,
    availability: found.availability ?? null,
    publishedAt: dateOf(found.date, hints, notes),
  };
}

function dateOf(written: string | null | undefined, hints: Hints, notes: Note[]): string | null {
  const line = cleanLine(written ?? "", 200);
  if (line === "") return null;
  const read = readDate(line, hints);
  if (read === null) note(notes, "date_unread", line.slice(0, 60));
  if (read?.outOfSeason) note(notes, "summer_zone", read.outOfSeason);
  return read?.at ?? null;
}

const DAY_MS = 86_400_000;
/** Clocks of sources go wrong, and zones are left out. */
const TOLERANCE_MS = 2 * DAY_MS;
const EVENT_MS = 10 * 365 * DAY_MS;
const EARLIEST = Date.UTC(1990, 0);

/**
 * Marks dates that cannot be those of a publication: long before there were such sources, or ahead. Where all lie ahead
 * they are dates of events.
 */
function markDoubtful(rows: Row[], now: number): void {
  const dates = rows.flatMap(({ publishedAt }) => (publishedAt === null ? [] : [Date.parse(publishedAt)]));
  const areEvents = dates.every((at) => at > now);
  const latest = areEvents ? now + EVENT_MS : now + TOLERANCE_MS;
  for (const row of rows) {
    if (row.publishedAt === null) continue;
    const at = Date.parse(row.publishedAt);
    if (at < EARLIEST || at > latest) row.dateDoubtful = true;
  }
}
