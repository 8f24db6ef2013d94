import { type Anonymous, anonymous, type SessionMember } from "@/lib/core/context";
import { noteMinute } from "@/lib/core/engine/activity/buffer";
import { readOwnCookie } from "./cookie-name";
import { readSession, rememberedSession, type SessionInfo } from "./session-cache";
import { rememberedSessionId, SESSION_COOKIE, sessionIdOf } from "./token";
import { touch } from "./touch";

/**
 * Who a request's cookie speaks for at this moment: a member with a living session, else nobody. The member counts as
 * there in this minute.
 */
export async function actorOf(headers: Pick<Headers, "get">): Promise<SessionMember | Anonymous> {
  return noted(await actorOfCookie(headers.get("cookie")));
}

/** As `actorOf`, at once, where this process knows without asking; undefined where it does not. */
export function rememberedActor(headers: Pick<Headers, "get">): SessionMember | Anonymous | undefined {
  const token = readOwnCookie(headers.get("cookie"), SESSION_COOKIE);
  if (!token) return anonymous;
  const id = rememberedSessionId(token);
  const actor = id === undefined ? undefined : rememberedActorOfSession(id);
  return actor && noted(actor);
}

/** As `actorOf`, for the Cookie header of a connection: a page left open connects by itself, which makes nobody be there. */
export async function actorOfCookie(cookie: string | null | undefined): Promise<SessionMember | Anonymous> {
  const token = readOwnCookie(cookie, SESSION_COOKIE);
  const id = token && (await sessionIdOf(token));
  return id ? actorOfSession(id) : anonymous;
}

/** The owner of a session, if it lives; nobody otherwise. It is in use then, and says nothing of whether anybody is there. */
export async function actorOfSession(id: string): Promise<SessionMember | Anonymous> {
  const session = await readSession(id);
  return session ? ownerOf(session) : anonymous;
}

/** As `actorOfSession`, at once, where this process knows of a living session without asking. */
export function rememberedActorOfSession(id: string): SessionMember | undefined {
  const session = rememberedSession(id);
  return session && ownerOf(session);
}

function ownerOf({ id, userId, username, displayName, role }: SessionInfo): SessionMember {
  touch(id);
  return { kind: "member", id: userId, username, displayName, role, via: { kind: "session", sessionId: id } };
}

/** Whoever asks for something is there. */
function noted<A extends SessionMember | Anonymous>(actor: A): A {
  if (actor.kind === "member") noteMinute(actor.id);
  return actor;
}
