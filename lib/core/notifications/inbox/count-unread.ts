import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { CountUnreadInput, UnreadCount } from "./schemas";
import { countRows } from "./store";

/** How many of the caller's notifications are unread (100 means 100 or more) and their last number. Errors: not_found. */
export const countUnread = defineVerb({
  name: "notifications.countUnread",
  access: "member",
  reads: true,
  input: CountUnreadInput,
  output: UnreadCount,
  async run(ctx, { userId }) {
    return countRows(ownId(ctx, userId));
  },
});
