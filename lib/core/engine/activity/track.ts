import type { Ctx } from "@/lib/core/context";
import { newId } from "@/lib/shared/ids";
import { gather, take } from "./buffer";

type Details = Record<string, string | number | boolean>;

export type Doing = {
  action: string;
  feature?: string;
  details?: Details;
  /** Who did it, where the context does not say: whoever signs in. */
  userId?: string;
};

/**
 * Notes what someone did, for their timeline and the statistics; written within seconds. What a guest does is no member's:
 * it is in the log, and counted for nobody. False when too much waits.
 */
export function track(ctx: Ctx, { action, feature = "account", details = {}, userId }: Doing): boolean {
  return take(rowOf(ctx, action, feature, details, userId));
}

/** Notes use of a feature by a member or guest. The same kind of use within a minute is one row that counts. */
export function trackUse(ctx: Ctx, feature: string, what = ""): void {
  if (ctx.actor.kind !== "member" && ctx.actor.kind !== "guest") return;
  gather(`${ctx.actor.id}:${feature}:${what}`, rowOf(ctx, "use", feature, what === "" ? {} : { what }));
}

/** Notes a failed sign-in; those of one account from one IP within a minute are one row. The name tried is not kept. */
export function trackFailure(ctx: Ctx, account: string, userId?: string): void {
  gather(`login_failed:${account}:${ctx.ip}`, rowOf(ctx, "login_failed", "account", {}, userId));
}

function rowOf({ actor, ip }: Ctx, action: string, feature: string, details: Details, userId?: string) {
  const id = userId ?? (actor.kind === "member" ? actor.id : null);
  return { id: newId(), at: new Date(), userId: id, action, feature, count: 1, ip, details };
}
