import type { Ctx } from "@/lib/core/context";
import type { Turn } from "@/lib/kit/fair-queue";
import { ipKey } from "@/lib/kit/ip";

/** The turn of an account whose owner has shown something of theirs: a session, a device it was signed in to with, a mail. */
export const turnOfOwner = (userId: string): Turn => ({ key: userId, favoured: true });

/** The turn of anybody: with all others at their IP. */
export const turnAt = ({ ip }: Pick<Ctx, "ip">): Turn => ({ key: ipKey(ip), favoured: false });
