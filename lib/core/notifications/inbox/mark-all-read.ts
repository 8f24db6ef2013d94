import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { autocommit } from "@/lib/kit/transact";
import { publishChange } from "./publish";
import { MarkAllReadInput, UnreadCount } from "./schemas";
import { countRows, readRows } from "./store";

/** Marks the caller's notifications read, all or those up to a number. Errors: not_found. */
export const markAllRead = defineVerb({
  name: "notifications.markAllRead",
  access: "member",
  input: MarkAllReadInput,
  output: UnreadCount,
  async run(ctx, { userId, upTo }) {
    const owner = ownId(ctx, userId);
    const { lastSeq } = await countRows(owner);
    const readUpTo = Math.min(upTo ?? lastSeq, lastSeq);
    await autocommit(async ({ query }, afterCommit) => {
      await readRows(query, owner, readUpTo);
      publishChange(afterCommit, owner, { readUpTo });
    });
    const { unread, rev } = await countRows(owner);
    return { unread, rev, lastSeq };
  },
});
