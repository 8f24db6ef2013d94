import { startSession } from "@/lib/core/accounts/sign-in/start-session";
import { anonymous, type Ctx, type Member, makeContext, type Origin, type Role } from "@/lib/core/context";
import { db } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";

type Given = { username?: string; displayName?: string; role?: Role; deactivated?: boolean };

/** A stored account that nobody can sign in to, as the actor it would be. Its session is not stored. */
export async function makeMember(given: Given = {}): Promise<Member> {
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
  return { kind: "member", id, username, displayName, role, sessionId: newId() };
}

type Members<N extends number, Made extends Member[] = []> = number extends N
  ? Member[]
  : Made["length"] extends N
    ? Made
    : Members<N, [...Made, Member]>;

/** As many members, so that a test can name them: `const [ann, bea] = await makeMembers(2)`. */
export async function makeMembers<const N extends number>(count: N): Promise<Members<N>> {
  return asTuple<N>(await Promise.all(Array.from({ length: count }, () => makeMember())));
}

const asTuple = <N extends number>(members: Member[]) => members as Members<N>;

/** Begins a session of a member from a device, as signing in does, and answers its id. */
export async function beginSession({ id }: { id: string }, origin: Partial<Origin> = {}): Promise<string> {
  const user = await db().user.findUniqueOrThrow({ where: { id } });
  const sessionId = await startSession(makeContext(anonymous, origin), user);
  if (sessionId === undefined) throw new Error("The account is not in use.");
  return sessionId;
}

/** A stored account with a session that is stored too. */
export async function makeSignedIn(given: Given = {}): Promise<Member> {
  const member = await makeMember(given);
  return { ...member, sessionId: await beginSession(member) };
}

/** A context in which `member` asks. */
export const memberCtx = (member: Member): Ctx<Member> => makeContext(member, { address: "192.0.2.1" });
