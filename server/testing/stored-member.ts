import { encode } from "next-auth/jwt";
import { SESSION_COOKIE } from "@/lib/core/engine/sessions/token";
import { makeMember } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import { newClient, PASSWORD, type TestMember } from "./client";

/** Where a member's cookie must work: the IP and the SECRET_KEY of a server on this test's database. */
type Instance = { url: string; secret: string };

/** A signed-in member put straight into the database: for tests of many, where passwords are not the point. */
export async function storedMember(instance: Instance, name: string): Promise<TestMember> {
  const username = `${name}-${newId().slice(-8)}`;
  const { id } = await makeMember({ username });
  const account = { id, username, email: `${username}@example.org`, password: PASSWORD };
  return storedDevice(instance, { ...newClient(instance.url), ...account, sessionId: "" });
}

/** One more signed-in device of a member, put straight into the database. */
export async function storedDevice({ url, secret }: Instance, member: TestMember): Promise<TestMember> {
  const sessionId = newId();
  const expiresAt = new Date(Date.now() + 86_400_000);
  await db().session.create({
    data: { id: sessionId, userId: member.id, ip: "127.0.0.1", userAgent: "a test", expiresAt },
  });
  const token = await encode({ token: { sid: sessionId }, secret, salt: SESSION_COOKIE, maxAge: 86_400 });
  return { ...member, ...newClient(url, undefined, new Map([[SESSION_COOKIE, token]])), sessionId };
}
