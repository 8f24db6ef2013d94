import type { Ctx, Member } from "@/lib/core/context";
import { extensionPoint } from "@/lib/kit/extension-point";

/** A kind of set of members that something can be started with. */
export type GroupOffer = {
  /** The set as the caller knows it; undefined where they are in none like that. `url` is a path. */
  find: (ctx: Ctx<Member>, id: string) => Promise<{ id: string; label: string; url: string } | undefined>;
  /** Its members in the order of their ids, `take` of them after the id `after`. */
  memberIds: (id: string, take: number, after?: string) => Promise<string[]>;
  /** Whether the caller, who is in it, may start something there. */
  canStart: (ctx: Ctx<Member>, id: string) => Promise<boolean>;
};

/** Where features add the kinds of sets they have, by name. */
export const groupPoint = extensionPoint<Record<string, GroupOffer>>("groups");

export const groupOffers = groupPoint.derive((all) => new Map(all.flatMap((some) => Object.entries(some))));
