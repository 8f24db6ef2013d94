import type { Ctx } from "@/lib/core/context";
import { addressKey } from "@/lib/kit/address";
import { hashToken } from "@/lib/kit/seal";
import { policyOf } from "./policies";
import type { PolicyName } from "./types";

/**
 * What the attempts of `ctx` count under: the member's id, the address (an IPv6 address by its /64), or the account
 * tried and the address. Of the account a hash: keys are kept and shown, and a name may be a password that someone typed
 * into the wrong field. All tokens and sessions of a member count together. Without a member, a member's policy counts
 * the guest's seat, else the address. Undefined for the system: it has no limits.
 */
export function keyOf(ctx: Pick<Ctx, "actor" | "address">, policy: PolicyName, account = ""): string | undefined {
  if (ctx.actor.kind === "system") return undefined;
  const { keyedBy } = policyOf(policy);
  if (keyedBy === "member" && ctx.actor.kind === "member") return ctx.actor.id;
  if (keyedBy === "member" && ctx.actor.kind === "guest") return `guest:${ctx.actor.id}`;
  const address = addressKey(ctx.address);
  return keyedBy === "account" ? `${hashToken(account.toLowerCase())}|${address}` : address;
}
