import { z } from "zod";
import { ClientId, Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

/** How much a card holds, in characters and facts. What a feature tells beyond that is cut off. */
export const CARD_MAX = { title: 200, text: 500, path: 500, facts: 8, label: 40, value: 120 };

const NOTE_MAX = 1_000;
const UNPRINTABLE = /[^\P{Cc}\n\t]|\p{Cs}/u;

const KindName = z.string("is required").regex(/^[a-z][a-z0-9-]{0,39}$/, "must be the name of a kind");
/** A path inside this instance: one slash, so that it leads to no other host. */
const Path = z
  .string()
  .max(CARD_MAX.path)
  .regex(/^\/(?![/\\])[^\\\s\p{Cc}]*$/u);

const Fact = z.strictObject({ label: z.string().max(CARD_MAX.label), value: z.string().max(CARD_MAX.value) });

/**
 * A thing of one feature as another shows it: a copy of what the sharer saw, so that the reader needs no right to the
 * thing. `url` leads there, and is refused to whoever may not see it.
 */
export const Card = z.strictObject({
  kind: KindName,
  id: Id,
  title: z.string().min(1).max(CARD_MAX.title),
  text: z.string().max(CARD_MAX.text),
  url: Path,
  image: Path.nullable(),
  facts: z.array(Fact).max(CARD_MAX.facts),
});
export type Card = z.infer<typeof Card>;

const Place = z.strictObject({ kind: KindName, id: Id, label: z.string() });

export const ListPlacesInput = z.strictObject({
  /** Part of what a place is called. */
  q: z.string().trim().max(80).default(""),
  ...pageFields,
});
export const PlacePage = pageOf(Place);

/** What the sharer adds. Line ends are `\n`. */
const Note = z
  .string()
  .max(NOTE_MAX * 2, `must have at most ${NOTE_MAX} characters`)
  .transform((text) => text.replace(/\r\n?/g, "\n").trim())
  .pipe(
    z
      .string()
      .max(NOTE_MAX, `must have at most ${NOTE_MAX} characters`)
      .refine((text) => !UNPRINTABLE.test(text), "must not hold control characters"),
  );

export const ShareCardInput = z.strictObject({
  kind: KindName,
  id: Id,
  to: z.strictObject({ kind: KindName, id: Id }, "is required"),
  note: Note.default(""),
  /** A share repeated with it happens once. */
  clientId: ClientId.optional(),
});

/** The card as it was shared, and the path that leads to it in its place. */
export const SharedCard = z.strictObject({ card: Card, url: Path });
