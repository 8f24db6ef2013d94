import { z } from "zod";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/bounds";
import { defineEvent, everyone, session } from "@/lib/shared/define-event";
import { Id } from "@/lib/shared/ids";
import { SessionEndReason } from "@/lib/shared/live";

/** Who came and who went since the last one (a hundred named at most), and how many are online. */
export const PresenceChange = z.strictObject({
  online: z.array(Id).max(PRESENCE_NAMED_MAX),
  offline: z.array(Id).max(PRESENCE_NAMED_MAX),
  count: z.number().int(),
});
export type PresenceChange = z.infer<typeof PresenceChange>;

/** Who is seen to be online changed. */
export const presence = defineEvent("presence", PresenceChange, { audience: [everyone], transient: true });

/** The session of a connection is over; then the connection is closed. */
export const sessionEnded = defineEvent("session:ended", z.strictObject({ reason: SessionEndReason }), {
  audience: [session],
  transient: true,
});

/** A connection may have missed something: it left the channels it had joined, joins again and asks `sync`. */
export const resync = defineEvent("resync", z.strictObject({}), { audience: [session], transient: true });
