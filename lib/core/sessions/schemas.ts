import { z } from "zod";
import { MemberRef } from "@/lib/core/accounts/schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

export const SessionView = z.strictObject({
  id: Id,
  /** True for the session that asks. */
  current: z.boolean(),
  address: z.string(),
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const ListSessionsInput = z.strictObject({ userId: MemberRef, ...pageFields });
export const SessionPage = pageOf(SessionView);
export const EndSessionInput = z.strictObject({ userId: MemberRef, sessionId: Id });
