import { z } from "zod";
import { knownMemberId } from "@/lib/core/accounts/known-member";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { readCursor, toPage } from "@/lib/shared/page";
import { Deliveries, DeliveryView, ListRecordsInput, RecordPage } from "./delivery-schemas";
import { Channel } from "./preferences-schemas";
import { NotificationInput, NotificationType } from "./schemas";

type Delivery = { channel: string; state: string; reason: string; until: Date | null; updatedAt: Date };
type Row = { shown: boolean; skipped: unknown; createdAt: Date; deliveries: Delivery[] };

const Skipped = z.partialRecord(Channel, z.enum(["preference", "no_browser", "own_letter", "unconfirmed"]));

/** What became of one of the caller's notifications, channel by channel. Errors: not_found. */
export const listDeliveries = defineVerb({
  name: "notifications.listDeliveries",
  access: "member",
  reads: true,
  input: NotificationInput,
  output: Deliveries,
  async run(ctx, { userId, notificationId }) {
    const owner = ownId(ctx, userId);
    const row = await db().notification.findFirst({
      where: { id: notificationId, userId: owner },
      include: { deliveries: true },
    });
    return { items: row ? presentDeliveries(row) : fail("not_found") };
  },
});

const Position = z.tuple([z.int().min(0).max(2_147_483_647)]);

/** How a member's notifications fared, newest first, without their words. For the member and for admins. Errors: not_found. */
export const listDeliveryRecords = defineVerb({
  name: "notifications.listDeliveryRecords",
  access: "member",
  reads: true,
  input: ListRecordsInput,
  output: RecordPage,
  async run(ctx, { userId, limit, cursor }) {
    const owner = await knownMemberId(ctx, userId);
    const [before] = readCursor(cursor, Position) ?? [];
    // Along the index of read and unread ones, each in the order of its numbers.
    const halves = await Promise.all(
      [true, false].map((read) =>
        db().notification.findMany({
          where: { userId: owner, read, seq: { lt: before } },
          include: { deliveries: true },
          orderBy: { seq: "desc" },
          take: limit + 1,
        }),
      ),
    );
    const rows = halves.flat().sort((a, b) => b.seq - a.seq);
    return toPage(
      rows.slice(0, limit + 1),
      limit,
      ({ seq }) => [seq],
      (row) => ({
        notificationId: row.id,
        type: NotificationType.parse(row.type),
        createdAt: row.createdAt.toISOString(),
        read: row.readAt !== null,
        deliveries: presentDeliveries(row),
      }),
    );
  },
});

function presentDeliveries(row: Row): DeliveryView[] {
  const skipped = Skipped.parse(row.skipped);
  return Channel.options.flatMap((channel): DeliveryView[] => {
    const reason = skipped[channel];
    const at = row.createdAt.toISOString();
    if (reason === "own_letter") return [{ channel, state: "delivered", reason, detail: null, until: null, at }];
    if (reason) return [{ channel, state: "off", reason, detail: null, until: null, at }];
    if (channel === "in_app") return [{ channel, state: "delivered", reason: null, detail: null, until: null, at }];
    const delivery = row.deliveries.find((one) => one.channel === channel);
    return delivery ? [presentDelivery(channel, delivery)] : [];
  });
}

/** A stored reason is a word of the schema, or `error: ` and what the other side said. */
function presentDelivery(channel: Channel, { state, reason, until, updatedAt }: Delivery): DeliveryView {
  const isError = reason.startsWith("error: ");
  return DeliveryView.parse({
    channel,
    state,
    reason: isError ? "error" : reason || null,
    detail: isError ? reason.slice("error: ".length) : null,
    until: state === "waiting" ? (until?.toISOString() ?? null) : null,
    at: updatedAt.toISOString(),
  });
}
