import { type Member, makeContext } from "@/lib/core/context";
import type { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { createBlock } from "@/lib/core/ip-blocks/create-block";
import { freshIp } from "./accounts";
import { makeMember } from "./members";

/** An admin who asks from `ip`, a fresh one unless told. */
export const admin = async (ip = freshIp()) => {
  const member = await makeMember({ role: "admin" });
  return makeContext(member, { ip });
};

/** A member who asks from `ip`. */
export const at = (member: Member, ip: string) => makeContext(member, { ip });

/** Lets an admin block an IP or a range. */
export const block = async (range: string, level: BlockLevel = "all") =>
  createBlock(await admin(), { range, level, reason: "test" });
