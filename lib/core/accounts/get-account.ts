import { z } from "zod";
import { isAdmin, type Member } from "@/lib/core/context";
import { presentUser } from "@/lib/core/members/present";
import { MemberRef } from "@/lib/core/members/schemas";
import { findUser } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { presentAccount } from "./present";
import { Account, Me } from "./schemas";

/**
 * A member's account. "me" is answered from the session or token alone, without the database; one's own id and, for admins, any
 * id answer the whole account. Errors: not_found.
 */
export const getAccount = defineVerb({
  name: "accounts.getAccount",
  access: "member",
  reads: true,
  input: z.strictObject({ userId: MemberRef }),
  output: z.union([Account, Me]),
  async run(ctx, { userId }) {
    if (userId === "me") return presentMe(ctx.actor);
    if (userId !== ctx.actor.id && !isAdmin(ctx.actor)) return fail("not_found");
    const user = await findUser(userId);
    return user ? presentAccount(user) : fail("not_found");
  },
});

const presentMe = (actor: Member): Me => ({
  ...presentUser(actor),
  sessionId: actor.via.kind === "session" ? actor.via.sessionId : null,
});
