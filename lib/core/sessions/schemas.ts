import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

export const SessionView = z.strictObject({
  id: Id,
  /** True for the session that asks. */
  current: z.boolean(),
  ip: z.string(),
  browser: z.string(),
  system: z.string(),
  kind: z.enum(["desktop", "mobile", "tablet", "other"]),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

export const ListSessionsInput = z.strictObject({ userId: MemberRef, ...pageFields });
export const SessionPage = pageOf(SessionView);
export const EndSessionInput = z.strictObject({ userId: MemberRef, sessionId: Id });
export const EndOtherSessionsInput = z.strictObject({ userId: MemberRef });
