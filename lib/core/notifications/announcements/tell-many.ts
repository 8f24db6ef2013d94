import { notificationChanged, notificationNew } from "@/lib/core/notifications/events";
import { presentNotification } from "@/lib/core/notifications/inbox/present";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { countOfMany } from "@/lib/core/notifications/inbox/store";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { isConnectedHere } from "@/lib/core/realtime/hub";
import { publishEvent } from "@/lib/core/realtime/publish";
import { log } from "@/lib/kit/log";
import { type AfterCommit, committedTopic } from "@/lib/kit/transact";

type Told = { shared: NotificationView; each: [userId: string, id: string, seq: number][] };
type Taken = { each: [userId: string, id: string][] };

/** What was stored for, or taken from, many at once. */
const told = committedTopic<Told>("notifications:told");
const taken = committedTopic<Taken>("notifications:taken");

/** Members of one message on the bus. */
const AT_ONCE = 2_000;

/**
 * As `publishNotifications`, for rows that differ in member, id and number alone: every process hears of all of them in
 * one message and tells those members who are connected to it.
 */
export function tellMany(afterCommit: AfterCommit, rows: NotificationRow[]): void {
  const shown = rows.filter((row) => row.shown);
  const [first] = shown;
  if (!first) return;
  const shared = presentNotification(first);
  for (const part of inParts(shown)) {
    const message: Told = { shared, each: part.map(({ userId, id, seq }) => [userId, id, seq]) };
    afterCommit((committed) => told.publish(committed, message));
  }
}

/** Takes notifications out of the open lists of many members. */
export function takeFromMany(afterCommit: AfterCommit, rows: { userId: string; id: string }[]): void {
  for (const part of inParts(rows)) {
    const message: Taken = { each: part.map(({ userId, id }) => [userId, id]) };
    afterCommit((committed) => taken.publish(committed, message));
  }
}

/** Lets this process tell those who are connected to it. The answered function stops it. */
export function startTellingMany(): () => void {
  const stops = [
    told.subscribe(({ shared, each }, committed) =>
      tellHere(each, ([userId, id, seq], counted) => {
        publishEvent(committed, notificationNew, { userId }, { ...shared, id, seq, ...counted }, "here");
      }),
    ),
    taken.subscribe(({ each }, committed) =>
      tellHere(each, ([userId, id], counted) => {
        publishEvent(committed, notificationChanged, { userId }, { ...counted, deletedIds: [id] }, "here");
      }),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function tellHere<E extends [userId: string, ...rest: unknown[]]>(
  each: E[],
  tell: (one: E, counted: { unread: number; rev: number }) => void,
): Promise<void> {
  const here = each.filter(([userId]) => isConnectedHere(userId));
  if (here.length === 0) return;
  try {
    const counts = await countOfMany(here.map(([userId]) => userId));
    for (const one of here) {
      const counted = counts.get(one[0]);
      if (counted) tell(one, counted);
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
