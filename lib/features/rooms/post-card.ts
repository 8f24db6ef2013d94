import { defineVerb } from "@/lib/core/verb/verb";
import { Message, PostCardInput } from "./message-schemas";
import { sendMessage } from "./post-message";

/**
 * Sends a message that shows a card; its note is a message like any other. No door leads here: clients share what there
 * is, and core makes the card. Errors: not_found, forbidden, rate_limited.
 */
export const postCard = defineVerb({
  name: "rooms.postCard",
  access: "member",
  rateLimits: ["chat"],
  input: PostCardInput,
  output: Message,
  run: (ctx, { roomId, clientId, card, note }) =>
    sendMessage(ctx, { roomId, clientId, body: note, card, replyTo: null }),
});
