import { noteMinute } from "@/lib/core/activity/buffer";
import { type Anonymous, anonymous, type Member } from "@/lib/core/http/context";
import { readSession, rememberedSession, type SessionInfo } from "./session-cache";
import { readCookie, rememberedSessionId, SESSION_COOKIE, sessionIdOf } from "./token";
import { touch } from "./touch";

/** Who a request's cookie speaks for at this moment: a member with a living session, else nobody. */
export async function actorOf(headers: Pick<Headers, "get">): Promise<Member | Anonymous> {
  return actorOfCookie(headers.get("cookie"));
}

/** As `actorOf`, at once, where this process knows without asking; undefined where it does not. */
export function rememberedActor(headers: Pick<Headers, "get">): Member | Anonymous | undefined {
  const token = readCookie(headers.get("cookie"), SESSION_COOKIE);
  if (!token) return anonymous;
  const id = rememberedSessionId(token);
  return id === undefined ? undefined : rememberedActorOfSession(id);
}

/** As `actorOf`, for a bare Cookie header. */
export async function actorOfCookie(cookie: string | null | undefined): Promise<Member | Anonymous> {
  const token = readCookie(cookie, SESSION_COOKIE);
  const id = token && (await sessionIdOf(token));
  return id ? actorOfSession(id) : anonymous;
}

/** The owner of a session, if it lives; nobody otherwise. */
export async function actorOfSession(id: string): Promise<Member | Anonymous> {
  const session = await readSession(id);
  return session ? ownerOf(session) : anonymous;
}

/** As `actorOfSession`, at once, where this process knows of a living session without asking. */
export function rememberedActorOfSession(id: string): Member | undefined {
  const session = rememberedSession(id);
  return session && ownerOf(session);
}

function ownerOf({ id, userId, username, displayName, role }: SessionInfo): Member {
  touch(id);
  noteMinute(userId);
  return { kind: "member", id: userId, username, displayName, role, sessionId: id };
}
