import { z } from "zod";
import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentNotification } from "./present";
import { ListNotificationsInput, NotificationPage } from "./schemas";
import { filterRows, listRows } from "./store";

const Position = z.tuple([z.boolean(), z.int().min(0).max(SEQ_MAX)]);

/** The caller's notifications, unread first, then newest first; all, or of one type or kind. Errors: not_found, invalid_input. */
export const listNotifications = defineVerb({
  name: "notifications.list",
  access: "member",
  reads: true,
  input: ListNotificationsInput,
  output: NotificationPage,
  async run(ctx, { userId, filter, type, limit, cursor }) {
    const owner = ownId(ctx, userId);
    const after = readCursor(cursor, Position);
    const isWhole = filter === "all" && type === undefined;
    const rows = isWhole
      ? await listRows(owner, limit + 1, after)
      : await filterRows(owner, limit + 1, { filter, type }, after);
    return toPage(rows, limit, (row) => [row.read, row.seq], presentNotification);
  },
});
