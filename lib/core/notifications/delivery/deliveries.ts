import { z } from "zod";
import { ownId } from "@/lib/core/context";
import { knownMemberId } from "@/lib/core/members/known-member";
import { NotificationInput } from "@/lib/core/notifications/inbox/schemas";
import { Channel } from "@/lib/core/notifications/preferences/preferences-schemas";
import { defineVerb } from "@/lib/core/verb/verb";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { fail } from "@/lib/shared/errors";
import { readCursor, toPage } from "@/lib/shared/page";
import { Deliveries, DeliveryRecord, DeliveryView, ListRecordsInput, RecordPage } from "./delivery-schemas";
import { type Delivery, findRecord, type RecordRow, readRecords } from "./record-store";

const Skipped = z.partialRecord(Channel, z.enum(["preference", "no_browser", "own_mail", "unconfirmed"]));

/** What became of one of the caller's notifications, channel by channel, also when it is gone. Errors: not_found. */
export const listDeliveries = defineVerb({
  name: "notifications.listDeliveries",
  access: "member",
  reads: true,
  input: NotificationInput,
  output: Deliveries,
  async run(ctx, { userId, notificationId }) {
    const row = await findRecord(ownId(ctx, userId), notificationId);
    return { items: row ? presentDeliveries(row) : fail("not_found") };
  },
});

const Position = z.tuple([z.int().min(0).max(SEQ_MAX)]);

/**
 * How a member's notifications fared, newest first, with those that are gone since less than 30 days. For the member, and
 * without their words for admins. Errors: not_found.
 */
export const listDeliveryRecords = defineVerb({
  name: "notifications.listDeliveryRecords",
  access: "member",
  reads: true,
  input: ListRecordsInput,
  output: RecordPage,
  async run(ctx, { userId, limit, cursor }) {
    const owner = await knownMemberId(ctx, userId);
    const [before] = readCursor(cursor, Position) ?? [];
    const rows = await readRecords(owner, limit + 1, before);
    return toPage(
      rows,
      limit,
      ({ seq }) => [seq],
      (row) => presentRecord(row, owner === ctx.actor.id),
    );
  },
});

const presentRecord = (row: RecordRow, isOwn: boolean): DeliveryRecord =>
  DeliveryRecord.parse({
    notificationId: row.id,
    type: row.type,
    title: isOwn && row.archived?.reason !== "recalled" ? row.title : null,
    createdAt: row.createdAt.toISOString(),
    read: row.readAt !== null,
    archived: row.archived && { reason: row.archived.reason, at: row.archived.at.toISOString() },
    deliveries: presentDeliveries(row),
  });

function presentDeliveries(row: RecordRow): DeliveryView[] {
  const skipped = Skipped.parse(row.skipped);
  return Channel.options.flatMap((channel): DeliveryView[] => {
    const plain = { channel, detail: null, until: null, at: row.createdAt.toISOString() };
    const reason = skipped[channel];
    const delivery = row.deliveries.find((one) => one.channel === channel);
    if (delivery && (!reason || reason === "own_mail")) return [presentDelivery(channel, delivery)];
    if (reason) return [{ ...plain, state: "off", reason }];
    return channel === "in_app" ? [{ ...plain, state: "delivered", reason: null }] : [];
  });
}

/** A stored reason is a word of the schema, or `error: ` and what the other side said. */
function presentDelivery(channel: Channel, { state, reason, until, updatedAt }: Delivery): DeliveryView {
  const isError = reason.startsWith("error: ");
  return DeliveryView.parse({
    channel,
    // A mail of its own that waits to be sent is on its way.
    state: state === "queued" ? "sending" : state,
    reason: isError ? "error" : reason || null,
    detail: isError ? reason.slice("error: ".length) : null,
    until: state === "waiting" ? (until?.toISOString() ?? null) : null,
    at: updatedAt.toISOString(),
  });
}
