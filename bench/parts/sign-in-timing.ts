import { randomInt } from "node:crypto";
import { calibrate } from "@/bench/noise";
import { options } from "@/bench/options";
import { report, section } from "@/bench/report";
import { differs, median } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";
import { hashPassword } from "@/lib/kit/password";
import { newClient, signIn } from "@/server/testing/client";

/** Sign-ins of each kind. */
const TURNS = options.rounds > 2 ? 120 : 25;
const PASSWORD = "a long walk by the sea 42";
const LIMITS = ["login", "auth", "register", "general", "api"].map((policy) => `${policy}=1000000/1m`).join(",");

/** "another" exists too: what chance makes of two of one kind. */
type Kind = "existing" | "another" | "missing" | "deactivated";
const KINDS: Kind[] = ["existing", "another", "missing", "deactivated"];
/** A difference that must be found, so that one that is not found says something, in milliseconds. */
const PLANTED_MS = 10;

/**
 * Whether the time of a refused sign-in tells who has an account. The kinds take turns in an order drawn anew each
 * time; every attempt is on another account and from another address, so that no lock and no block joins in.
 */
export async function signInTiming(world: World): Promise<void> {
  section(`sign-in: ${TURNS} refused attempts of each kind, one after the other`);
  await world.query("UPDATE users SET password_hash = $1", [await hashPassword(PASSWORD)]);
  await world.query("UPDATE users SET deactivated_at = now() WHERE substring(username from 8)::int % 2 = 0", []);
  const throng = await startThrong(world, { RATE_LIMITS: LIMITS });
  const nameOf: Record<Kind, (turn: number) => string> = {
    existing: (turn) => `member-${turn * 4 + 1}`,
    another: (turn) => `member-${turn * 4 + 3}`,
    missing: (turn) => `nobody-${turn * 4 + 1}`,
    deactivated: (turn) => `member-${turn * 4 + 2}`,
  };
  const took: Record<Kind, number[]> = { existing: [], another: [], missing: [], deactivated: [] };
  for (let turn = -3; turn < TURNS; turn++) {
    if (turn % 10 === 0) calibrate();
    for (const kind of shuffled(KINDS)) {
      // Whoever was deactivated is asked with the right password: the one who tries to find out might know it.
      const password = kind === "deactivated" ? PASSWORD : "not the password";
      const ms = await refusedAfter(throng.url, nameOf[kind](turn + 3), password, turn * 3 + 20);
      if (turn >= 0) took[kind].push(ms);
    }
  }
  for (const kind of KINDS) report(`${kind} account`, took[kind], "ms");
  for (const kind of ["missing", "deactivated", "another"] as const) {
    tell(`existing and ${kind}`, took.existing, took[kind]);
  }
  const planted = took.another.map((ms) => ms + PLANTED_MS);
  tell(`existing and another + ${PLANTED_MS} ms, which must be found`, took.existing, planted);
  await throng.stop();
}

function tell(what: string, one: number[], other: number[]): void {
  const { middle, low, high, p } = differs(one, other);
  const apart = median(other) - median(one);
  const words = `${middle.toFixed(2)} ms side by side (95 %: ${low.toFixed(2)} to ${high.toFixed(2)}), p = ${p.toFixed(3)}`;
  console.log(`  ${what.padEnd(58)}  ${words}; medians ${apart.toFixed(2)} ms apart`);
}

async function refusedAfter(url: string, username: string, password: string, n: number): Promise<number> {
  const client = newClient(url, `10.${randomInt(256)}.${n % 256}.${randomInt(1, 255)}`);
  const timed: typeof client.send = async (method, path, sending) => {
    const before = performance.now();
    const answer = await client.send(method, path, sending);
    if (path.includes("callback")) took = performance.now() - before;
    return answer as never;
  };
  let took = Number.NaN;
  const { headers } = await signIn({ ...client, send: timed }, { username, password });
  if (!headers.get("location")?.includes("code=invalid_credentials")) throw new Error(`${username} was not refused`);
  return took;
}

function shuffled<T>(items: T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)).flat();
}
