import type { Ctx } from "@/lib/core/context";
import { hashToken } from "@/lib/kit/encryption";
import { ipKey } from "@/lib/kit/ip";
import { rateLimitOf } from "./rate-limits";
import type { RateLimitName } from "./types";

/**
 * What the attempts of `ctx` count under: the member's id, the IP (an IPv6 address by its /64), or the account
 * tried and the IP. Of the account a hash: keys are kept and shown, and a name may be a password that someone typed
 * into the wrong field. All tokens and sessions of a member count together. Without a member, a member's rate limit counts
 * the guest's seat, else the IP. Of a rate limit that counts by secrets, this is what a wrong secret counts under: the IP. Undefined for the system: it has no limits.
 */
export function keyOf(ctx: Pick<Ctx, "actor" | "ip">, rateLimit: RateLimitName, account = ""): string | undefined {
  if (ctx.actor.kind === "system") return undefined;
  const { keyedBy } = rateLimitOf(rateLimit);
  if (keyedBy === "member" && ctx.actor.kind === "member") return ctx.actor.id;
  if (keyedBy === "member" && ctx.actor.kind === "guest") return `guest:${ctx.actor.id}`;
  const ip = ipKey(ctx.ip);
  return keyedBy === "account" ? `${hashToken(account.toLowerCase())}|${ip}` : ip;
}
