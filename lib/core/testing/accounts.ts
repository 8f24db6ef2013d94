import { confirmEmailChange } from "@/lib/core/accounts/email/confirm-email-change";
import { register } from "@/lib/core/accounts/register";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { anonymous, type Ctx, makeContext, type SessionMember } from "@/lib/core/context";
import { actorOfSession } from "@/lib/core/engine/sessions/actor";
import { newId } from "@/lib/shared/ids";
import { queuedMail, throwMailAway, tokenIn } from "./mail";

export const PASSWORD = "a long and lonely road";

let ips = 0;

/** An IP nobody used yet, so that limits by IP never meet in a test. */
export function freshIp(): string {
  ips++;
  return `198.18.${Math.floor(ips / 250)}.${(ips % 250) + 1}`;
}

/** Someone who has not signed in, at a fresh IP unless told. */
export const anonymousAt = (ip = freshIp(), userAgent = CHROME): Ctx => makeContext(anonymous, { ip, userAgent });

export const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
export const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

type Account = { id: string; username: string; email: string; ctx: Ctx<SessionMember> };

/** Opens the link in the mail to a new account's IP. */
async function confirmEmail(email: string): Promise<void> {
  await confirmEmailChange(anonymousAt(), { token: tokenIn((await queuedMail(email)).at(-1)) });
  await throwMailAway(email);
}

/** A registered account with a confirmed IP, signed in once from an IP of its own. */
export async function makeAccount(): Promise<Account> {
  const username = `a-${newId().slice(-12)}`;
  const email = `${username}@example.org`;
  const account = await register(anonymousAt(), { username, email, password: PASSWORD });
  await confirmEmail(email);
  return { id: account.id, username, email, ctx: await signedIn(username) };
}

/** A new session of the account called `username`, as a context of its own IP. */
export async function signedIn(
  username: string,
  from: Ctx = anonymousAt(),
  password = PASSWORD,
): Promise<Ctx<SessionMember>> {
  const { sessionId } = await signIn(from, { username, password });
  const actor = await actorOfSession(sessionId);
  if (actor.kind !== "member") throw new Error("The session does not live.");
  return makeContext(actor, { ip: from.ip, userAgent: from.userAgent });
}
