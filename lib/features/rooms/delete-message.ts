import type { Ctx, Member } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { withdrawNotifications } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { hotTransaction } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { publishMessageChange } from "./live";
import { mentionedNames } from "./mentions";
import { DeleteMessageInput, Message } from "./message-schemas";
import { changeMessage, findMessage, type MessageRow } from "./message-store";
import { canDeleteMessage, requireSeat } from "./permissions";
import { presentMessage } from "./present";
import { findStanding, type Standing } from "./standing-store";
import { findUserIds } from "./store";

/**
 * Empties a message, which takes the room's next number; what stays says that there was one. A second time changes
 * nothing. Notifications that quote it go with it. For its author, the room's owner, and admins in public rooms: what these delete of others shows
 * in the owner's activity and in the audit log. Errors: not_found, forbidden.
 */
export const deleteMessage = defineVerb({
  name: "rooms.deleteMessage",
  access: "member",
  input: DeleteMessageInput,
  output: Message,
  async run(ctx, { roomId, messageId }) {
    const standing = (await findStanding(roomId, ctx.actor.id)) ?? fail("not_found");
    const found = await findMessage(roomId, { id: messageId });
    if (!found || !canDeleteMessage(ctx.actor, standing, found)) {
      requireSeat(standing);
      return found ? fail("forbidden", "Only its author and the room's owner delete a message.") : fail("not_found");
    }
    const message = await empty(ctx, standing, found);
    return message ?? presentMessage((await findMessage(roomId, { id: messageId })) ?? fail("not_found"));
  },
});

/** The message without its words; undefined when it had none any more. */
async function empty(ctx: Ctx<Member>, standing: Standing, found: MessageRow): Promise<Message | undefined> {
  const { id, roomId, seq, authorId } = found;
  const isOwn = authorId === ctx.actor.id;
  const isOwner = standing.role === "owner";
  const quoted = await findQuoted(found);
  const message = await hotTransaction(async (tx, afterCommit) => {
    const changed = await changeMessage(tx.query, found, undefined);
    if (!changed) return undefined;
    const emptied = presentMessage(changed);
    publishMessageChange(afterCommit, emptied);
    // What was said is not to be read in notifications either.
    await withdrawNotifications(tx, afterCommit, quoted, "mention", { key: "messageId", value: id });
    const event = { action: "room.message_deleted", target: { kind: "message", id }, onBehalfOf: authorId };
    if (!isOwn && !isOwner) await audit(tx, ctx, { ...event, after: { room: roomId, message: seq } });
    return emptied;
  });
  const details = { room: roomId, ...(authorId && { member: authorId }) };
  if (message && isOwner && !isOwn) track(ctx, { action: "message_removed", feature: "chat", details });
  return message;
}

/** Who may have a notification that quotes the message. */
async function findQuoted({ body }: MessageRow): Promise<string[]> {
  const names = mentionedNames(body);
  return names.length > 0 ? findUserIds(names) : [];
}
