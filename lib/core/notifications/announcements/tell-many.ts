import { presentNotification } from "@/lib/core/notifications/inbox/present";
import type { NotificationChanged, NotificationNew, NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { countOfMany } from "@/lib/core/notifications/inbox/store";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { isConnectedHere } from "@/lib/core/realtime/hub";
import { publishLiveHere } from "@/lib/core/realtime/publish";
import { publish, subscribe } from "@/lib/kit/bus";
import { log } from "@/lib/kit/log";
import type { AfterCommit } from "@/lib/kit/transact";
import { channels } from "@/lib/shared/live";

/** Bus topics of what was stored for, or taken from, many at once. */
const TOLD = "notifications:told";
const TAKEN = "notifications:taken";

/** Members of one message on the bus. */
const AT_ONCE = 2_000;

type Told = { shared: NotificationView; each: [userId: string, id: string, seq: number][] };
type Taken = { each: [userId: string, id: string][] };

/**
 * As `announceNotifications`, for rows that differ in member, id and number alone: every process hears of all of them in
 * one message and tells those members who are connected to it.
 */
export function tellMany(afterCommit: AfterCommit, rows: NotificationRow[]): void {
  const shown = rows.filter((row) => row.shown);
  const [first] = shown;
  if (!first) return;
  const shared = presentNotification(first);
  for (const part of inParts(shown)) {
    const told: Told = { shared, each: part.map(({ userId, id, seq }) => [userId, id, seq]) };
    afterCommit(() => publish(TOLD, told));
  }
}

/** Takes notifications out of the open lists of many members. */
export function takeFromMany(afterCommit: AfterCommit, rows: { userId: string; id: string }[]): void {
  for (const part of inParts(rows)) {
    const taken: Taken = { each: part.map(({ userId, id }) => [userId, id]) };
    afterCommit(() => publish(TAKEN, taken));
  }
}

/** Lets this process tell those who are connected to it. The answered function stops it. */
export function keepTellingMany(): () => void {
  const stops = [
    subscribe(TOLD, async (message) => {
      const { shared, each } = message as Told;
      await tellHere(
        each,
        "notification:new",
        ([, id, seq], counted): NotificationNew => ({ ...shared, id, seq, ...counted }),
      );
    }),
    subscribe(TAKEN, async (message) => {
      const { each } = message as Taken;
      await tellHere(
        each,
        "notification:changed",
        ([, id], counted): NotificationChanged => ({ ...counted, deletedIds: [id] }),
      );
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function tellHere<E extends [userId: string, ...rest: unknown[]]>(
  each: E[],
  event: string,
  say: (one: E, counted: { unread: number; rev: number }) => unknown,
): Promise<void> {
  const here = each.filter(([userId]) => isConnectedHere(userId));
  if (here.length === 0) return;
  try {
    const counts = await countOfMany(here.map(([userId]) => userId));
    for (const one of here) {
      const counted = counts.get(one[0]);
      if (counted) publishLiveHere(channels.member(one[0]), event, say(one, counted));
    }
  } catch (error) {
    log().warn({ err: error, members: here.length }, "members could not be told");
  }
}

function inParts<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, i) =>
    items.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
}
