import { z } from "zod";
import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { autocommit } from "@/lib/kit/transact";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { fail } from "@/lib/shared/errors";
import { archiveNotifications } from "./archive";
import { publishChange } from "./publish";
import { SeenInput } from "./schemas";
import { findRow } from "./store";

/**
 * Deletes one of the caller's notifications, unless another was merged into it after the number it was seen under.
 * Errors: not_found, conflict.
 */
export const deleteNotification = defineVerb({
  name: "notifications.delete",
  access: "member",
  input: SeenInput,
  output: z.undefined(),
  async run(ctx, { userId, notificationId, seq = SEQ_MAX }) {
    const owner = ownId(ctx, userId);
    const where = "n.id = $3::uuid AND n.user_id = $4::uuid AND n.seq <= $5::int";
    const which = { name: "one", where, values: [notificationId, owner, seq], take: 1 };
    const [gone] = await autocommit(async ({ query }, afterCommit) => {
      const rows = await archiveNotifications(query, "deleted", which);
      if (rows.length > 0) publishChange(afterCommit, owner, { deletedIds: [notificationId] });
      return rows;
    });
    if (gone) return undefined;
    const isThere = await findRow(owner, notificationId);
    return isThere ? fail("conflict", "It took in another one since it was seen.") : fail("not_found");
  },
});
