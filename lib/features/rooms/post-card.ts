import { defineVerb } from "@/lib/core/verb/verb";
import { sendMessage } from "./post-message";
import { Message, PostCardInput } from "./schemas";

/**
 * Sends a message that shows a card; its note is a message like any other. No door leads here: clients share what there
 * is, and core makes the card. Errors: not_found, forbidden, rate_limited.
 */
export const postCard = defineVerb({
  name: "rooms.postCard",
  access: "member",
  policies: ["chat"],
  input: PostCardInput,
  output: Message,
  run: (ctx, { roomId, clientId, card, note }) =>
    sendMessage(ctx, { roomId, clientId, body: note, card, replyTo: null }),
});
