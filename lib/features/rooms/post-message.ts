import type { Ctx, Member } from "@/lib/core/context";
import { createNotifications } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { type AfterCommit, autocommit, hotTransaction } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { publishMessage } from "./live";
import { mentionedNames } from "./mentions";
import { Message, PostMessageInput } from "./message-schemas";
import { findMessage, messageExists } from "./message-store";
import { requireSeat, type Seat, seatOf } from "./permissions";
import { presentMessage } from "./present";
import { placeMessage } from "./send-queue";
import { type Draft, findMentioned, type Placed, placeMessages } from "./send-store";
import { findStanding } from "./standing-store";

/**
 * Sends a message to a room; who is mentioned in it gets a notification. A send repeated with the same `clientId`
 * answers the message that was stored the first time. Errors: not_found, forbidden, invalid_input, rate_limited.
 */
export const postMessage = defineVerb({
  name: "rooms.postMessage",
  access: "member",
  rateLimits: ["chat"],
  input: PostMessageInput,
  output: Message,
  async run(ctx, { roomId, clientId, body, replyTo = null }) {
    return sendMessage(ctx, { roomId, clientId, body, card: null, replyTo });
  },
});

/** Sends a message of the caller's, or answers the one that was stored under its client id. Errors as of `postMessage`. */
export async function sendMessage(ctx: Ctx<Member>, given: Omit<Draft, "id" | "authorId">): Promise<Message> {
  const draft = { ...given, id: newId(), authorId: ctx.actor.id };
  const names = mentionedNames(draft.body);
  const message = names.length > 0 ? await sendMentioning(ctx, draft, names) : await send(ctx, draft);
  return message ?? explain(ctx, draft);
}

/** The queue's statement stores it; see `placeMessage`. */
const send = ({ actor }: Ctx<Member>, draft: Draft): Promise<Message | undefined> =>
  autocommit(async (_tx, afterCommit) => {
    const placed = await placeMessage(draft);
    return placed && publishNew(afterCommit, actor, draft, placed);
  });

/** The message and the notifications about it, both or neither. */
async function sendMentioning({ actor }: Ctx<Member>, draft: Draft, names: string[]): Promise<Message | undefined> {
  const room = requireSeat(await findStanding(draft.roomId, actor.id));
  try {
    return await hotTransaction(async (tx, afterCommit) => {
      const [placed] = await placeMessages(tx.query, [draft]);
      if (!placed) return undefined;
      const message = publishNew(afterCommit, actor, draft, placed);
      // Asked under the room's lock: who was removed before this message does not hear of it.
      const mentioned = (await findMentioned(tx.query, draft.roomId, names)).filter((id) => id !== actor.id);
      const mentions = mentioned.map((userId) => ({ userId, ...mentionOf(actor, room, draft, placed) }));
      await createNotifications(tx, afterCommit, mentions);
      return message;
    });
  } catch (error) {
    // The same message was stored by another process at this moment.
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

function mentionOf({ id, displayName: name }: Member, room: Seat, draft: Draft, { seq }: Placed) {
  const phrase = `mentioned you${room.kind === "direct" ? "" : ` in ${room.name}`}`;
  return {
    type: "mention" as const,
    title: `${name} ${phrase}`,
    body: draft.body,
    url: `/rooms/${draft.roomId}?message=${seq}`,
    data: { roomId: draft.roomId, messageId: draft.id, seq },
    merge: { place: draft.roomId, phrase, actor: { id, name } },
  };
}

/** Why a message got no place: the caller may not write, sent it before, or answers a message that is not there. */
async function explain(ctx: Ctx<Member>, { roomId, authorId, clientId, replyTo }: Draft): Promise<Message> {
  await seatOf(ctx, roomId);
  const stored = await findMessage(roomId, { authorId, clientId });
  if (stored) return presentMessage(stored);
  if (replyTo !== null && !(await messageExists(roomId, replyTo))) {
    return invalid("replyTo", "there is no such message");
  }
  return fail("unavailable", "The room changed at the same moment.", { retryAfter: 1 });
}

/** Shows the message to its room as it was stored, and answers it. */
function publishNew(afterCommit: AfterCommit, author: Member, draft: Draft, { seq, createdAt }: Placed): Message {
  const { id: authorId, username, displayName } = author;
  const stored = { seq, rev: seq, version: 1, createdAt, editedAt: null, deletedAt: null };
  const message = presentMessage({ ...draft, authorId, username, displayName, ...stored });
  publishMessage(afterCommit, message);
  return message;
}
