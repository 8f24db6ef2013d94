import { z } from "zod";

/** The year 1: PostgreSQL knows no year 0, which ISO 8601 does. */
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const WORDS = "must be a time such as 2026-12-01T08:00:00Z";
const isStorable = (text: string): boolean => Date.parse(text) >= FIRST;

/** A time in UTC that the database can hold, as text. */
export const Moment = z.iso.datetime(WORDS).refine(isStorable, WORDS);

/** The same in any zone: with the zone's offset. */
export const ZonedMoment = z.iso.datetime({ offset: true, error: WORDS }).refine(isStorable, WORDS);

/** A span of time as stores take it. */
export const readSpan = ({ from, to }: { from?: string; to?: string }) => ({
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});
