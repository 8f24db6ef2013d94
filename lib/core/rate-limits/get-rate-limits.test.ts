import "@/lib/core/testing/planted";
import { describe, expect, test } from "vitest";
import { type Ctx, makeContext, type Role } from "@/lib/core/context";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { getRateLimits } from "./get-rate-limits";

testDatabase();

let hosts = 0;
const visitor = (role: Role = "user"): Ctx & { actor: { id: string } } => {
  const id = newId();
  const actor = {
    kind: "member",
    id,
    username: `Ada${hosts}`,
    displayName: "Ada",
    role,
    via: { kind: "session", sessionId: newId() },
  } as const;
  return makeContext(actor, { ip: `10.1.0.${++hosts}` });
};

const statusOf = async (ctx: Ctx, userId: string, rateLimit: string) => {
  const { rateLimits } = await getRateLimits(ctx, { userId });
  return rateLimits.find((status) => status.rateLimit === rateLimit);
};

describe("getRateLimits", () => {
  test("shows a member all ten rate limits, untouched at first, and counts nothing itself", async () => {
    const ctx = visitor();
    for (let times = 0; times < 2; times++) {
      const { userId, rateLimits } = await getRateLimits(ctx, { userId: "me" });
      expect(userId).toBe(ctx.actor.id);
      expect(rateLimits).toHaveLength(10);
      expect(rateLimits.map(({ rateLimit }) => rateLimit)).not.toContain("seat");
      expect(rateLimits.every(({ limit, remaining, resetAt }) => remaining === limit && resetAt === null)).toBe(true);
    }
  });

  test("shows what was used by the member, by their IP, and by sign-ins to their account from it", async () => {
    const ctx = visitor();
    await enforce(ctx, "brew");
    await enforce(ctx, "general");
    await enforce(ctx, "login", `ADA${hosts - 1}`);
    expect(await statusOf(ctx, "me", "brew")).toMatchObject({ limit: 50, remaining: 49, windowSeconds: 3600 });
    expect(await statusOf(ctx, ctx.actor.id, "general")).toMatchObject({ limit: 100, remaining: 99 });
    const login = await statusOf(ctx, "me", "login");
    expect(login).toMatchObject({ limit: 5, remaining: 4 });
    expect(Date.parse(login?.resetAt ?? "")).toBeGreaterThan(Date.now());
  });

  test("shows an admin what another member used, but not by which IP", async () => {
    const [ada, admin] = [memberCtx(await makeMember()), visitor("admin")];
    await enforce(ada, "brew");
    await enforce(admin, "general");
    expect(await statusOf(admin, ada.actor.id, "brew")).toMatchObject({ remaining: 49 });
    expect(await statusOf(admin, ada.actor.id, "general")).toMatchObject({
      limit: 100,
      remaining: null,
      resetAt: null,
    });
  });

  test("shows nobody else's to a member", async () => {
    await expect(getRateLimits(visitor(), { userId: visitor().actor.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("refuses who is not signed in, and unknown fields", async () => {
    const anonymous = makeContext({ kind: "anonymous" });
    await expect(getRateLimits(anonymous, { userId: "me" })).rejects.toMatchObject({ code: "unauthenticated" });
    const input = { userId: "me" as const, extra: 1 };
    await expect(getRateLimits(visitor(), input)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
