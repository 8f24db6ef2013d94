import { startSession } from "@/lib/core/accounts/sign-in/start-session";
import {
  anonymous,
  type Ctx,
  type Guest,
  type Member,
  makeContext,
  type Origin,
  type Role,
  type Scope,
  type SessionMember,
} from "@/lib/core/context";
import { db } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";

type Given = { username?: string; displayName?: string; role?: Role; deactivated?: boolean };

/** A stored account that nobody can sign in to, as the actor it would be. Its session is not stored. */
export async function makeMember(given: Given = {}): Promise<SessionMember> {
  const id = newId();
  const username = given.username ?? `m-${id.slice(-12)}`;
  const { displayName = username, role = "user" } = given;
  const key = username.toLowerCase();
  await db().user.create({
    data: {
      ...{ id, username, usernameKey: key, displayName, role, passwordHash: "none" },
      ...{ email: `${key}@example.org`, emailKey: `${key}@example.org` },
      deactivatedAt: given.deactivated ? new Date() : null,
    },
  });
  return { kind: "member", id, username, displayName, role, via: { kind: "session", sessionId: newId() } };
}

type Members<N extends number, Made extends SessionMember[] = []> = number extends N
  ? SessionMember[]
  : Made["length"] extends N
    ? Made
    : Members<N, [...Made, SessionMember]>;

/** As many members, so that a test can name them: `const [ann, bea] = await makeMembers(2)`. */
export async function makeMembers<const N extends number>(count: N): Promise<Members<N>> {
  return asTuple<N>(await Promise.all(Array.from({ length: count }, () => makeMember())));
}

const asTuple = <N extends number>(members: SessionMember[]) => members as Members<N>;

/** Begins a session of a member from a device, as signing in does, and answers its id. */
export async function beginSession({ id }: { id: string }, origin: Partial<Origin> = {}): Promise<string> {
  const user = await db().user.findUniqueOrThrow({ where: { id } });
  const sessionId = await startSession(makeContext(anonymous, origin), user);
  if (sessionId === undefined) throw new Error("The account is not in use.");
  return sessionId;
}

/** A stored account with a session that is stored too. */
export async function makeSignedIn(given: Given = {}): Promise<SessionMember> {
  const member = await makeMember(given);
  return inSession(member, await beginSession(member));
}

/** `member` asking through the session `sessionId`. */
export const inSession = (member: Member, sessionId: string): SessionMember => ({
  ...member,
  via: { kind: "session", sessionId },
});

/** A context in which `member` asks. */
export const memberCtx = <M extends Member>(member: M): Ctx<M> => makeContext(member, { ip: "192.0.2.1" });

/** A context in which a token of `member` asks. */
export const tokenCtx = (member: Member, scopes: readonly Scope[] = []): Ctx<Member> =>
  memberCtx({ ...member, via: { kind: "token", tokenId: newId(), scopes } });

/** A context in which a guest asks, from a seat of its own in a quiz. */
export const guestCtx = (origin: Partial<Origin> = { ip: "192.0.2.1" }): Ctx<Guest> =>
  makeContext({ kind: "guest", id: newId(), seat: { kind: "quiz", id: newId() }, name: "Gus" }, origin);
