import "@/lib/core/testing/planted";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anonymous, type Ctx, type Member, makeContext, systemContext } from "@/lib/core/context";
import { guestCtx, tokenCtx } from "@/lib/core/testing/members";
import { log } from "@/lib/kit/log";
import { isAppError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { allLimitCounts } from "./consume";
import { enforce, enforcePolicies } from "./enforce";
import type { PolicyName } from "./types";

let hosts = 0;
const newAddress = () => `10.0.${++hosts >> 8}.${hosts & 255}`;
const stranger = (address = newAddress()) => makeContext(anonymous, { address });
const memberOf = (id = newId()): Member => ({
  kind: "member",
  id,
  username: "ada",
  displayName: "Ada",
  role: "user",
  via: { kind: "session", sessionId: newId() },
});
const visitor = (member = memberOf(), address = newAddress()): Ctx => makeContext(member, { address });

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

  test.each<[PolicyName, number]>([
    ["auth", 10],
    ["register", 3],
    ["general", 100],
  ])("lets an address pass %s %i times, whoever asks", async (policy, limit) => {
    const address = newAddress();
    const passed = await passes(limit + 1, (index) =>
      enforce(index % 2 ? visitor(memberOf(), address) : stranger(address), policy),
    );
    expect(passed).toBe(limit);
    expect(await passes(1, () => enforce(stranger(), policy))).toBe(1);
  });

  test.each<[PolicyName, number]>([
    ["api", 60],
    ["brew", 50],
    ["taste", 20],
    ["kettle", 10],
    ["settings", 30],
  ])("lets a member pass %s %i times, wherever they are", async (policy, limit) => {
    const member = memberOf();
    expect(await passes(limit + 1, () => enforce(visitor(member), policy))).toBe(limit);
    expect(await passes(1, () => enforce(visitor(), policy))).toBe(1);
  });

  test("counts all tokens and sessions of a member together, and a guest by the seat", async () => {
    const member = memberOf();
    const address = newAddress();
    const asked = (index: number) => (index % 2 ? visitor(member) : tokenCtx(member));
    expect(await passes(31, (index) => enforce(asked(index), "settings"))).toBe(30);
    const [guest, other] = [guestCtx({ address }), guestCtx({ address })];
    const moved = makeContext(guest.actor, { address: newAddress() });
    expect(await passes(21, (index) => enforce(index % 2 ? guest : moved, "taste"))).toBe(20);
    expect(await passes(1, () => enforce(other, "taste"))).toBe(1);
    expect(await passes(101, (index) => enforce(index % 2 ? guest : stranger(address), "general"))).toBe(100);
  });

  test("counts sign-ins by account and address together, in any case of the name", async () => {
    const address = newAddress();
    const attempt = (index: number) => enforce(stranger(address), "login", index % 2 ? "ada" : "ADA");
    expect(await passes(6, attempt)).toBe(5);
    expect(await passes(1, () => enforce(stranger(address), "login", "bob"))).toBe(1);
    expect(await passes(1, () => enforce(stranger(), "login", "ada"))).toBe(1);
  });

  test("gives a thousand addresses of one /64 one quota", async () => {
    const passed = await passes(1_000, (index) => enforce(stranger(`2001:db8:9:9::${index.toString(16)}`), "register"));
    expect(passed).toBe(3);
  });

  test("gives an IPv4 address written as IPv6 no second quota", async () => {
    const address = newAddress();
    const passed = await passes(6, (index) => enforce(stranger(index % 2 ? address : `::ffff:${address}`), "register"));
    expect(passed).toBe(3);
  });

  test("says which policy refused and when to come back", async () => {
    const member = memberOf();
    await passes(10, () => enforce(visitor(member), "kettle"));
    vi.setSystemTime(Date.now() + 18_500);
    const ctx = visitor(member);
    const refusal: unknown = await enforce(ctx, "kettle").catch((error: unknown) => error);
    expect(isAppError(refusal) && { code: refusal.code, detail: refusal.message, ...refusal.extras }).toEqual({
      code: "rate_limited",
      detail: "Too many attempts. Try again in 42 seconds.",
      policy: "kettle",
      retryAfter: 42,
      resetAt: new Date(1_800_000_060_000).toISOString(),
    });
    expect(ctx.limits).toMatchObject([{ policy: "kettle", allowed: false, remaining: 0 }]);
  });

  test("notes every decision, and stops at the first refusal", async () => {
    const address = newAddress();
    const first = stranger(address);
    await enforcePolicies(first, ["auth", "register"]);
    expect(first.limits.map(({ policy, remaining }) => [policy, remaining])).toEqual([
      ["auth", 9],
      ["register", 2],
    ]);
    await passes(10, () => enforce(stranger(address), "auth"));
    const last = stranger(address);
    await expect(enforcePolicies(last, ["auth", "register"])).rejects.toThrow();
    expect(last.limits.map(({ policy }) => policy)).toEqual(["auth"]);
  });

  test("limits the system not at all", async () => {
    const ctx = systemContext("test");
    expect(await passes(200, () => enforce(ctx, "general"))).toBe(200);
    expect(ctx.limits).toEqual([]);
  });

  test("counts decisions by policy, and logs a refusal once a key and window", async () => {
    const child = vi.spyOn(log(), "child");
    const counts = () => allLimitCounts().register ?? { allowed: 0, refused: 0 };
    const before = counts();
    const addresses = [newAddress(), newAddress()];
    for (const address of addresses) {
      for (let times = 0; times < 8; times++) await passes(1, () => enforce(stranger(address), "register"));
    }
    const after = counts();
    expect([after.allowed - before.allowed, after.refused - before.refused]).toEqual([6, 10]);
    expect(child).toHaveBeenCalledTimes(2);
  });

  test("logs what a search for refusals looks for", async () => {
    const ctx = stranger();
    const warn = vi.fn();
    Object.defineProperty(ctx, "log", { value: { warn } });
    await passes(4, () => enforce(ctx, "register"));
    expect(warn.mock.calls).toEqual([
      [
        {
          event: "rate_limited",
          policy: "register",
          key: ctx.address,
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
