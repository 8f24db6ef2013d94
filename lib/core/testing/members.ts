import { type Ctx, type Member, makeContext, type Role } from "@/lib/core/http/context";
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

/** A context in which `member` asks. */
export const memberCtx = (member: Member): Ctx<Member> => makeContext(member, { address: "192.0.2.1" });
