import { createNotifications } from "@/lib/core/notifications";
import type { AfterCommit, HotTx } from "@/lib/kit/transact";
import type { RunReport } from "./run-store";
import { NOTICE_AFTER } from "./settle";
import type { WatchRow } from "./watch-store";
import { failureWords, priceWords } from "./words";

type Draft = Parameters<typeof createNotifications>[2][number];

/** A listing that its owner is told of, and why. */
export type Find = {
  id: string;
  why: "new" | "new_low" | "match" | "back";
  title: string;
  price: string | null;
  currency: string | null;
};

/** So many finds of a run get a notification each, which are merged to one; more are told as a number. */
const EACH_MAX = 10;

/** Tells the owner what a run found. Call it last in the transaction. */
export async function tellFinds(tx: HotTx, afterCommit: AfterCommit, watch: WatchRow, finds: Find[]): Promise<void> {
  if (finds.length === 0) return;
  const place = `watch:${watch.id}`;
  const phrase = `finds in “${watch.name}”`;
  const drafts = finds.slice(0, EACH_MAX).map(
    (find): Draft => ({
      ...{ userId: watch.ownerId, type: "listing", title: titleOf(find, watch), body: find.title },
      url: `/listings/${find.id}`,
      data: { watchId: watch.id, listingId: find.id, why: find.why },
      merge: { place, phrase },
    }),
  );
  const many: Draft[] = [
    {
      ...{ userId: watch.ownerId, type: "listing", title: `${finds.length} finds in “${watch.name}”` },
      body: finds
        .slice(0, 3)
        .map(({ title }) => title)
        .join(" · "),
      url: `/watches/${watch.id}`,
      data: { watchId: watch.id },
    },
  ];
  await createNotifications(tx, afterCommit, finds.length > EACH_MAX ? many : drafts);
}

function titleOf({ why, price, currency }: Find, { name }: WatchRow): string {
  const words = priceWords(price, currency);
  if (why === "new_low") return `New low in “${name}”${words && `: ${words}`}`;
  if (why === "match") return `Now what you look for in “${name}”${words && `: ${words}`}`;
  if (why === "back") return `Back in “${name}”${words && ` at ${words}`}`;
  return `New in “${name}”${words && ` at ${words}`}`;
}

/** Tells the owner of trouble that lasts, and of its end. Call it last in the transaction. */
export async function tellTrouble(
  tx: HotTx,
  afterCommit: AfterCommit,
  before: WatchRow,
  after: WatchRow,
  { failure }: RunReport,
): Promise<void> {
  const title = troubleOf(before, after, failure);
  if (!title) return;
  const draft: Draft = {
    ...{ userId: after.ownerId, type: "watch", title, body: failure ? failureWords(failure) : after.url },
    ...{ url: `/watches/${after.id}`, data: { watchId: after.id } },
  };
  await createNotifications(tx, afterCommit, [draft]);
}

function troubleOf(before: WatchRow, after: WatchRow, failure: string | null): string | undefined {
  if (after.stopReason !== null && before.stopReason === null) return `“${after.name}” was stopped`;
  if (failure !== null) return after.failures === NOTICE_AFTER ? `“${after.name}” fails` : undefined;
  return before.failures >= NOTICE_AFTER ? `“${after.name}” works again` : undefined;
}
