import { z } from "zod";
import { deviceOf } from "@/lib/core/engine/sessions/device";
import { listLiveSessions } from "@/lib/core/engine/sessions/store";
import { knownMemberId } from "@/lib/core/members/known-member";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { ListSessionsInput, SessionPage } from "./schemas";

const Position = z.tuple([Moment, Id]);

/** The devices a member is signed in on, last seen first. Errors: not_found. */
export const listSessions = defineVerb({
  name: "sessions.list",
  access: "member",
  needsSession: true,
  reads: true,
  input: ListSessionsInput,
  output: SessionPage,
  async run(ctx, { userId, limit, cursor }) {
    const owner = await knownMemberId(ctx, userId);
    const position = readCursor(cursor, Position);
    const rows = await listLiveSessions(owner, limit + 1, position);
    return toPage(
      rows,
      limit,
      (row) => [row.lastSeenAt.toISOString(), row.id],
      ({ id, ip, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
        id,
        current: id === ctx.actor.via.sessionId,
        ip,
        ...deviceOf(userAgent),
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }),
    );
  },
});
