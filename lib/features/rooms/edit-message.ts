import { defineVerb } from "@/lib/core/verb/verb";
import { autocommit } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { publishMessageChange } from "./live";
import { EditMessageInput, Message } from "./message-schemas";
import { changeMessage, findMessage } from "./message-store";
import { canEditMessage, seatOf } from "./permissions";
import { presentMessage } from "./present";

/**
 * Changes the words of one's own message, which takes the room's next number; the same words change nothing.
 * Errors: not_found, forbidden, gone for a deleted message.
 */
export const editMessage = defineVerb({
  name: "rooms.editMessage",
  access: "member",
  input: EditMessageInput,
  output: Message,
  async run(ctx, { roomId, messageId, body }) {
    await seatOf(ctx, roomId);
    const found = (await findMessage(roomId, { id: messageId })) ?? fail("not_found");
    if (!canEditMessage(ctx.actor, found)) return fail("forbidden", "Only its author edits a message.");
    if (found.deletedAt) return fail("gone", "This message was deleted.");
    if (found.body === body) return presentMessage(found);
    return autocommit(async ({ query }, afterCommit) => {
      const changed = (await changeMessage(query, found, body)) ?? fail("gone", "This message was deleted.");
      const message = presentMessage(changed);
      publishMessageChange(afterCommit, message);
      return message;
    });
  },
});
