import "@/lib/core/testing/planted";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anonymous, type Ctx, type Member, makeContext, systemContext } from "@/lib/core/context";
import { guestCtx, tokenCtx } from "@/lib/core/testing/members";
import { log } from "@/lib/kit/log";
import { isAppError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { allLimitCounts } from "./consume";
import { enforce, enforceAll } from "./enforce";
import type { RateLimitName } from "./types";

let hosts = 0;
const newIp = () => `10.0.${++hosts >> 8}.${hosts & 255}`;
const anonymousAt = (ip = newIp()) => makeContext(anonymous, { ip });
const memberOf = (id = newId()): Member => ({
  kind: "member",
  id,
  username: "ada",
  displayName: "Ada",
  role: "user",
  via: { kind: "session", sessionId: newId() },
});
const visitor = (member = memberOf(), ip = newIp()): Ctx => makeContext(member, { ip });

/** How many of `attempts` pass before one is refused. */
async function passes(attempts: number, attempt: (index: number) => Promise<void>): Promise<number> {
  for (let passed = 0; passed < attempts; passed++) {
    try {
      await attempt(passed);
    } catch (error) {
      if (isAppError(error) && error.code === "rate_limited") return passed;
      throw error;
    }
  }
  return attempts;
}

describe("enforce", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test.each<[RateLimitName, number]>([
    ["auth", 10],
    ["register", 3],
    ["general", 100],
  ])("lets an IP pass %s %i times, whoever asks", async (rateLimit, limit) => {
    const ip = newIp();
    const passed = await passes(limit + 1, (index) =>
      enforce(index % 2 ? visitor(memberOf(), ip) : anonymousAt(ip), rateLimit),
    );
    expect(passed).toBe(limit);
    expect(await passes(1, () => enforce(anonymousAt(), rateLimit))).toBe(1);
  });

  test.each<[RateLimitName, number]>([
    ["api", 60],
    ["brew", 50],
    ["taste", 20],
    ["kettle", 10],
    ["settings", 30],
  ])("lets a member pass %s %i times, wherever they are", async (rateLimit, limit) => {
    const member = memberOf();
    expect(await passes(limit + 1, () => enforce(visitor(member), rateLimit))).toBe(limit);
    expect(await passes(1, () => enforce(visitor(), rateLimit))).toBe(1);
  });

  test("counts all tokens and sessions of a member together, and a guest by the seat", async () => {
    const member = memberOf();
    const ip = newIp();
    const asked = (index: number) => (index % 2 ? visitor(member) : tokenCtx(member));
    expect(await passes(31, (index) => enforce(asked(index), "settings"))).toBe(30);
    const [guest, other] = [guestCtx({ ip }), guestCtx({ ip })];
    const moved = makeContext(guest.actor, { ip: newIp() });
    expect(await passes(21, (index) => enforce(index % 2 ? guest : moved, "taste"))).toBe(20);
    expect(await passes(1, () => enforce(other, "taste"))).toBe(1);
    expect(await passes(101, (index) => enforce(index % 2 ? guest : anonymousAt(ip), "general"))).toBe(100);
  });

  test("counts sign-ins by account and IP together, in any case of the name", async () => {
    const ip = newIp();
    const attempt = (index: number) => enforce(anonymousAt(ip), "login", index % 2 ? "ada" : "ADA");
    expect(await passes(6, attempt)).toBe(5);
    expect(await passes(1, () => enforce(anonymousAt(ip), "login", "bob"))).toBe(1);
    expect(await passes(1, () => enforce(anonymousAt(), "login", "ada"))).toBe(1);
  });

  test("gives a thousand IPs of one /64 one quota", async () => {
    const passed = await passes(1_000, (index) =>
      enforce(anonymousAt(`2001:db8:9:9::${index.toString(16)}`), "register"),
    );
    expect(passed).toBe(3);
  });

  test("gives an IPv4 address written as IPv6 no second quota", async () => {
    const ip = newIp();
    const passed = await passes(6, (index) => enforce(anonymousAt(index % 2 ? ip : `::ffff:${ip}`), "register"));
    expect(passed).toBe(3);
  });

  test("says which rate limit refused and when to come back", async () => {
    const member = memberOf();
    await passes(10, () => enforce(visitor(member), "kettle"));
    vi.setSystemTime(Date.now() + 18_500);
    const ctx = visitor(member);
    const refusal: unknown = await enforce(ctx, "kettle").catch((error: unknown) => error);
    expect(isAppError(refusal) && { code: refusal.code, detail: refusal.message, ...refusal.extras }).toEqual({
      code: "rate_limited",
      detail: "Too many attempts. Try again in 42 seconds.",
      rateLimit: "kettle",
      retryAfter: 42,
      resetAt: new Date(1_800_000_060_000).toISOString(),
    });
    expect(ctx.limits).toMatchObject([{ rateLimit: "kettle", allowed: false, remaining: 0 }]);
  });

  test("notes every decision, and stops at the first refusal", async () => {
    const ip = newIp();
    const first = anonymousAt(ip);
    await enforceAll(first, ["auth", "register"]);
    expect(first.limits.map(({ rateLimit, remaining }) => [rateLimit, remaining])).toEqual([
      ["auth", 9],
      ["register", 2],
    ]);
    await passes(10, () => enforce(anonymousAt(ip), "auth"));
    const last = anonymousAt(ip);
    await expect(enforceAll(last, ["auth", "register"])).rejects.toThrow();
    expect(last.limits.map(({ rateLimit }) => rateLimit)).toEqual(["auth"]);
  });

  test("limits the system not at all", async () => {
    const ctx = systemContext("test");
    expect(await passes(200, () => enforce(ctx, "general"))).toBe(200);
    expect(ctx.limits).toEqual([]);
  });

  test("counts decisions by rate limit, and logs a refusal once a key and window", async () => {
    const child = vi.spyOn(log(), "child");
    const counts = () => allLimitCounts().register ?? { allowed: 0, refused: 0 };
    const before = counts();
    const ips = [newIp(), newIp()];
    for (const ip of ips) {
      for (let times = 0; times < 8; times++) await passes(1, () => enforce(anonymousAt(ip), "register"));
    }
    const after = counts();
    expect([after.allowed - before.allowed, after.refused - before.refused]).toEqual([6, 10]);
    expect(child).toHaveBeenCalledTimes(2);
  });

  test("logs what a search for refusals looks for", async () => {
    const ctx = anonymousAt();
    const warn = vi.fn();
    Object.defineProperty(ctx, "log", { value: { warn } });
    await passes(4, () => enforce(ctx, "register"));
    expect(warn.mock.calls).toEqual([
      [
        {
          event: "rate_limited",
          rateLimit: "register",
          key: ctx.ip,
          shadow: false,
          limit: 3,
          windowMs: 3_600_000,
          source: "store",
        },
        "Rate limit exceeded",
      ],
    ]);
  });
});
