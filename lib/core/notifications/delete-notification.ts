import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { fail } from "@/lib/shared/errors";
import { announceChange } from "./announce";
import { NotificationInput } from "./schemas";
import { deleteRow } from "./store";

/** Deletes one of the caller's notifications. Errors: not_found. */
export const deleteNotification = defineVerb({
  name: "notifications.delete",
  access: "member",
  input: NotificationInput,
  output: z.undefined(),
  async run(ctx, { userId, notificationId }) {
    const owner = ownId(ctx, userId);
    if (!(await deleteRow(owner, notificationId))) return fail("not_found");
    await announceChange(owner, { deletedIds: [notificationId] });
    return undefined;
  },
});
