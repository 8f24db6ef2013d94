import { z } from "zod";
import { Card } from "@/lib/core/cards/schemas";
import { PublicUser } from "@/lib/core/members/schemas";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { ClientId, Id } from "@/lib/shared/ids";
import { pageFields, wholeNumber } from "@/lib/shared/page";
import { Version } from "@/lib/shared/version";

const BODY_MAX = 4_000;
/** A number of a message or a change in its room. */
export const Seq = z.number().int().min(0);
export const SeqInput = wholeNumber(0, SEQ_MAX);

/** Control characters but line feeds and tabs, and halves of characters. */
const UNPRINTABLE_TEXT = /[^\P{Cc}\n\t]|\p{Cs}/u;

/** Text of a message: line ends are `\n`; empty lines before and space after it go. */
export const MessageBody = z
  .string("is required")
  .max(BODY_MAX * 2, `must have at most ${BODY_MAX} characters`)
  .transform((text) =>
    text
      .replace(/\r\n?/g, "\n")
      .replace(/^(?:[ \t]*\n)+/, "")
      .trimEnd(),
  )
  .pipe(
    z
      .string()
      .min(1, "is required")
      .max(BODY_MAX, `must have at most ${BODY_MAX} characters`)
      .refine((text) => !UNPRINTABLE_TEXT.test(text), "must not hold control characters"),
  );

export const Author = PublicUser.omit({ role: true });

/** `seq` is the place in the room; `rev` the room's number of the last change, `version` how many there were. A deleted message stays as an empty one. */
export const Message = z.strictObject({
  id: Id,
  roomId: Id,
  seq: Seq,
  rev: Seq,
  version: Version,
  author: Author.nullable(),
  clientId: z.string(),
  /** May be empty where there is a card. */
  body: z.string(),
  /** A copy of what was shared into the room. */
  card: Card.nullable(),
  /** The `seq` of the message this one answers. */
  replyTo: Seq.nullable(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deletedAt: z.iso.datetime().nullable(),
});
export type Message = z.infer<typeof Message>;

export const PostMessageInput = z.strictObject({
  roomId: Id,
  clientId: ClientId,
  body: MessageBody,
  replyTo: wholeNumber(1, SEQ_MAX).nullish(),
});
/** A message that shows a card; the note is its words. */
export const PostCardInput = z.strictObject({
  roomId: Id,
  clientId: ClientId,
  card: Card,
  note: z.union([z.literal(""), MessageBody]).default(""),
});
export const EditMessageInput = z.strictObject({ roomId: Id, messageId: Id, body: MessageBody });
export const DeleteMessageInput = z.strictObject({ roomId: Id, messageId: Id });

/** Newest messages unless one of these says where: a `cursor`, or before, after or around a message's `seq`. */
export const ListMessagesInput = z
  .strictObject({
    roomId: Id,
    before: SeqInput.optional(),
    after: SeqInput.optional(),
    around: SeqInput.optional(),
    ...pageFields,
  })
  .refine(
    ({ before, after, around, cursor }) => [before, after, around, cursor].filter((at) => at !== undefined).length < 2,
    {
      message: "give only one of before, after, around and cursor",
      path: ["cursor"],
    },
  );

/** Messages, oldest first. `nextCursor` leads to older ones, `prevCursor` to newer ones; null where there are none. */
export const MessagePage = z.strictObject({
  items: z.array(Message),
  nextCursor: z.string().nullable(),
  prevCursor: z.string().nullable(),
  /** The room's last number at that moment: what changes later is found by `sync` from here. */
  lastSeq: Seq,
});
