import { anonymous, type Ctx, makeContext } from "@/lib/core/context";
import { noteMinute } from "@/lib/core/engine/activity/buffer";
import { actorOfSession, rememberedActorOfSession } from "@/lib/core/engine/sessions/actor";
import { toRefusal } from "@/lib/core/http/problem";
import { fail } from "@/lib/shared/errors";
import type { Ack, LiveError, LiveLimit } from "@/lib/shared/live";
import { type Connection, countEvent } from "./connection";
import type { LiveEvent } from "./live-event";

export const TOO_MANY = "Too many events in a second.";

export type LiveEvents = Map<string, LiveEvent>;

/**
 * Answers one event of a connection: the twin of `route()`. Allowance → session → verb (access, rate limits, input) →
 * acknowledgement. The session is asked each time, so an ended one or a changed role holds from this event on. What changes
 * something makes its member count as there; what a page left open asks by itself (ping, sync, joining again) does not.
 */
export async function onEvent(connection: Connection, events: LiveEvents, name: string, data: unknown): Promise<Ack> {
  const ctx: Ctx = makeContext(anonymous, connection.origin);
  try {
    if (!countEvent(connection)) fail("rate_limited", TOO_MANY, { retryAfter: 1 });
    const event = events.get(name) ?? fail("not_found", `There is no event “${name.slice(0, 40)}”.`);
    ctx.actor = rememberedActorOfSession(connection.sessionId) ?? (await actorOfSession(connection.sessionId));
    if (ctx.actor.kind === "anonymous") connection.end("expired");
    else if (!event.verb.reads) noteMinute(connection.userId);
    const answer = await event.verb(ctx, data ?? {});
    if (event.join || event.leave) await moveChannels(connection, event, ctx, data, answer);
    return { data: answer ?? null, ...limitOf(ctx) };
  } catch (error) {
    return { error: toLiveError(error, ctx, name) };
  }
}

async function moveChannels(
  connection: Connection,
  event: LiveEvent,
  ctx: Ctx,
  data: unknown,
  answer: unknown,
): Promise<void> {
  if (event.leave) connection.leave(event.leave(answer as never));
  if (!event.join) return;
  const channel = event.join(answer as never);
  connection.join(channel);
  try {
    await event.verb(ctx, data ?? {});
  } catch (error) {
    connection.leave(channel);
    throw error;
  }
}

function toLiveError(error: unknown, ctx: Ctx, name: string): LiveError {
  const { code, message, extras } = toRefusal(error, ctx, `live:${name}`);
  return { code, message, errors: extras.errors, rateLimit: extras.rateLimit, retryAfter: extras.retryAfter };
}

function limitOf(ctx: Ctx): { limit?: LiveLimit } {
  const last = ctx.limits.at(-1);
  if (!last) return {};
  const { rateLimit, limit, remaining, resetAt } = last;
  return { limit: { rateLimit, limit, remaining, resetAt } };
}
