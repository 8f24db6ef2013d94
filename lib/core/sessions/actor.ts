import { type Anonymous, anonymous, type Member } from "@/lib/core/http/context";
import { readSession } from "./session-cache";
import { readCookie, SESSION_COOKIE, sessionIdOf } from "./token";
import { touch } from "./touch";

/** Who a request's cookie speaks for at this moment: a member with a living session, else nobody. */
export async function actorOf(headers: Headers): Promise<Member | Anonymous> {
  return actorOfCookie(headers.get("cookie"));
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
  if (!session) return anonymous;
  touch(id);
  const { userId, username, displayName, role } = session;
  return { kind: "member", id: userId, username, displayName, role, sessionId: id };
}
