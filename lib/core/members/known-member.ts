import { type Ctx, type Member, ownOrAdminId } from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { findUser } from "./store";

/**
 * As `ownOrAdminId`, where a list of nothing would read as if there were such a member.
 * @throws not_found for another member's id, and for an admin where nobody has it
 */
export async function knownMemberId(ctx: Ctx<Member>, ref: string): Promise<string> {
  const id = ownOrAdminId(ctx, ref);
  return id === ctx.actor.id || (await findUser(id)) ? id : fail("not_found");
}
