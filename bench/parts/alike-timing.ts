import { randomInt } from "node:crypto";
import { type Kind, memberOf, TURNS, tellApart } from "@/bench/alike";
import { section } from "@/bench/report";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";
import { hashPassword } from "@/lib/kit/password";
import { type Client, newClient, signIn } from "@/server/testing/client";

const PASSWORD = "a long walk by the sea 42";
const LIMITS = ["login", "auth", "register", "general", "api"].map((rateLimit) => `${rateLimit}=1000000/1m`).join(",");

/**
 * Whether the time of a refused sign-in, of a registration or of a reset tells who has an account. Every attempt is on
 * another account and from another address, so that no lock and no block joins in.
 */
export async function alikeTiming(world: World): Promise<void> {
  await world.query("UPDATE users SET password_hash = $1", [await hashPassword(PASSWORD)]);
  await world.query("UPDATE users SET deactivated_at = now() WHERE substring(username from 8)::int % 2 = 0", []);
  const throng = await startThrong(world, { RATE_LIMITS: LIMITS });
  const anonymousAt = () => newClient(throng.url, `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`);
  section(`sign-in: ${TURNS} refused attempts of each kind, one after the other`);
  await tellApart((kind, turn) => refusedAfter(anonymousAt(), kind, nameOf(kind, turn)));
  section(`registration with the e-mail address of an account: ${TURNS} of each kind`);
  await tellApart((kind, turn) => {
    const account = { username: `new-${kind.slice(0, 4)}-${turn}`, email: emailOf(kind, turn), password: PASSWORD };
    return answeredAfter(anonymousAt(), "/api/v1/auth/register", account);
  });
  section(`asking for a reset: ${TURNS} of each kind`);
  await tellApart((kind, turn) => {
    // Another name for nobody: the first was registered above.
    const email = kind === "missing" ? `anonymousAt-${turn}@example.org` : emailOf(kind, turn);
    return answeredAfter(anonymousAt(), "/api/v1/auth/password-reset", { email });
  });
  await throng.stop();
  // The parts that follow need everyone.
  await world.query("UPDATE users SET deactivated_at = NULL", []);
}

const nameOf = (kind: Kind, turn: number): string =>
  `${kind === "missing" ? "nobody" : "member"}-${memberOf(kind, turn)}`;
const emailOf = (kind: Kind, turn: number): string => `${nameOf(kind, turn)}@example.org`;

/** Milliseconds until a sign-in was refused. */
async function refusedAfter(client: Client, kind: Kind, username: string): Promise<number> {
  let took = Number.NaN;
  const timed: Client["send"] = async (method, path, sending) => {
    const before = performance.now();
    const answer = await client.send(method, path, sending);
    if (path.includes("callback")) took = performance.now() - before;
    return answer as never;
  };
  // Whoever was deactivated is asked with the right password: the one who tries to find out might know it.
  const password = kind === "deactivated" ? PASSWORD : "not the password";
  const { headers } = await signIn({ ...client, send: timed }, { username, password });
  if (!headers.get("location")?.includes("code=invalid_credentials")) throw new Error(`${username} was not refused`);
  return took;
}

/** Milliseconds until a post was answered. @throws when it is refused */
async function answeredAfter(client: Client, path: string, body: Record<string, string>): Promise<number> {
  const before = performance.now();
  const { status, text } = await client.post(path, body);
  if (status >= 300) throw new Error(`${path} was refused: ${text}`);
  return performance.now() - before;
}
