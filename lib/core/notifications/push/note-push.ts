import type { UnderWay } from "@/lib/core/notifications/delivery/delivery-store";
import { MEMBER } from "@/lib/core/notifications/inbox/lock-member";
import { hotQuery } from "@/lib/kit/db";

const MINE = `FROM member WHERE user_id = member.id AND notification_id = ANY ($2::uuid[]) AND channel = 'push'
    AND $3::uuid = ANY (browsers)`;

const REACHED = `
  WITH ${MEMBER}
  UPDATE notification_deliveries SET state = 'delivered', reason = '', updated_at = $4::timestamptz,
    browsers = array_remove(browsers, $3::uuid)
  ${MINE}`;

/** Notes that a browser got it. One is enough, whatever comes of the others. */
export async function noteReached({ userId, ids, carrier }: UnderWay): Promise<void> {
  await hotQuery("notifications.reached", REACHED, [userId, ids, carrier, new Date()]);
}

const TRY = `
  WITH ${MEMBER}
  UPDATE notification_deliveries SET reason = $5::text, updated_at = $4::timestamptz
  ${MINE} AND state = 'sending'`;

/** Notes why a try failed that another one follows. */
export async function noteTry({ userId, ids, carrier }: UnderWay, reason: string): Promise<void> {
  await hotQuery("notifications.pushTry", TRY, [userId, ids, carrier, new Date(), reason]);
}

const FAILURE = "coalesce(nullif($5::text, ''), failure)";
const GOES_ON = "state <> 'sending' OR browsers <> ARRAY[$3::uuid]";

/** The outcome is known when no browser is left: it failed when one of them did, else there was none. */
const UNREACHED = `
  WITH ${MEMBER}
  UPDATE notification_deliveries SET browsers = array_remove(browsers, $3::uuid), failure = ${FAILURE},
    updated_at = $4::timestamptz,
    state = CASE WHEN ${GOES_ON} THEN state WHEN ${FAILURE} = '' THEN 'dropped' ELSE 'failed' END,
    reason = CASE WHEN ${GOES_ON} THEN reason WHEN ${FAILURE} = '' THEN 'no_browser' ELSE ${FAILURE} END
  ${MINE}`;

/** Notes that a browser will not get it: because it is gone, or for `failure`. */
export async function noteUnreached({ userId, ids, carrier }: UnderWay, failure = ""): Promise<void> {
  await hotQuery("notifications.unreached", UNREACHED, [userId, ids, carrier, new Date(), failure]);
}
