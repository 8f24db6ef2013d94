import { clock, dayKey, shortTime } from "@/lib/client/time";
import type { DeliveryRecord, DeliveryView } from "@/lib/core/notifications/delivery/delivery-schemas";

export const channelWords: Record<DeliveryView["channel"], string> = {
  in_app: "In the app",
  email: "Mail",
  push: "Push",
};

/** Why a notification is not there any more. */
export const archiveWords: Record<NonNullable<DeliveryRecord["archived"]>["reason"], string> = {
  deleted: "Deleted",
  withdrawn: "Taken back",
  recalled: "Recalled",
  expired: "Expired",
};

const reasons: Partial<Record<NonNullable<DeliveryView["reason"]>, string>> = {
  read: "Not sent: it was read in the app by then.",
  expired: "Not sent: it had expired by then.",
  deleted: "Not sent: it was deleted by then.",
  withdrawn: "Not sent: it was taken back by who caused it.",
  recalled: "Not sent: it was recalled by an admin.",
  deactivated: "Not sent: the account was deactivated.",
  restored: "Not sent any more: a backup was restored while it was on its way.",
  preference: "Off in the preferences.",
  unconfirmed: "The e-mail address is not confirmed yet.",
  no_browser: "No browser is signed up for push messages.",
};

const waits: Partial<Record<NonNullable<DeliveryView["reason"]>, string>> = {
  soon: "Held back for a moment, in case it is read in the app first. It goes out",
  quiet_hours: "Held for the quiet hours; goes out",
  digest: "Waits for the digest",
};

/** What became of a notification on a channel, in a sentence. */
export function deliveryWords({ state, reason, detail, until, at }: DeliveryView, zone: string): string {
  if (state === "waiting" && reason && until) return `${waits[reason] ?? "Waits until"} ${when(until, zone)}.`;
  if (state === "failed") return `Could not be sent: ${detail ?? "no reason was given"}.`;
  if (state === "sending") return detail ? `Is tried again. The last try: ${detail}.` : "On its way.";
  if (state === "delivered") {
    return `${reason === "own_mail" ? "Sent as a mail of its own" : "Delivered"} ${when(at, zone)}.`;
  }
  if (reason === "own_mail") return "A mail of its own was written.";
  return (reason && reasons[reason]) ?? "Not sent.";
}

function when(iso: string, zone: string): string {
  const isToday = dayKey(iso, zone) === dayKey(new Date().toISOString(), zone);
  return isToday ? `at ${clock(iso, zone)}` : `on ${shortTime(iso, zone)}`;
}
