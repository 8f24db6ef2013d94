import { hotQuery } from "@/lib/kit/db";

/** Notifications of one message, and the browser it goes to. */
type Addressed = { ids: string[]; browserId: string };

const MINE = "notification_id = ANY ($1::uuid[]) AND channel = 'push' AND $2::uuid = ANY (browsers)";

const REACHED = `
  UPDATE notification_deliveries SET state = 'delivered', reason = '', updated_at = $3::timestamptz,
    browsers = array_remove(browsers, $2::uuid)
  WHERE ${MINE}`;

/** Notes that a browser got it. One is enough, whatever comes of the others. */
export async function noteReached({ ids, browserId }: Addressed): Promise<void> {
  await hotQuery("notifications.reached", REACHED, [ids, browserId, new Date()]);
}

const TRY = `
  UPDATE notification_deliveries SET reason = $4::text, updated_at = $3::timestamptz WHERE ${MINE} AND state = 'sending'`;

/** Notes why a try failed that another one follows. */
export async function noteTry({ ids, browserId }: Addressed, reason: string): Promise<void> {
  await hotQuery("notifications.pushTry", TRY, [ids, browserId, new Date(), reason]);
}

const FAILURE = "coalesce(nullif($4::text, ''), failure)";
const GOES_ON = "state <> 'sending' OR browsers <> ARRAY[$2::uuid]";

/** The outcome is known when no browser is left: it failed when one of them did, else there was none. */
const UNREACHED = `
  UPDATE notification_deliveries SET browsers = array_remove(browsers, $2::uuid), failure = ${FAILURE},
    updated_at = $3::timestamptz,
    state = CASE WHEN ${GOES_ON} THEN state WHEN ${FAILURE} = '' THEN 'dropped' ELSE 'failed' END,
    reason = CASE WHEN ${GOES_ON} THEN reason WHEN ${FAILURE} = '' THEN 'no_browser' ELSE ${FAILURE} END
  WHERE ${MINE}`;

/** Notes that a browser will not get it: because it is gone, or for `failure`. */
export async function noteUnreached({ ids, browserId }: Addressed, failure = ""): Promise<void> {
  await hotQuery("notifications.unreached", UNREACHED, [ids, browserId, new Date(), failure]);
}
