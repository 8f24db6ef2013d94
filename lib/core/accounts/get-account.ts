import { z } from "zod";
import { isAdmin } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { fail } from "@/lib/shared/errors";
import { presentAccount, presentUser } from "./present";
import { Account, Me, MemberRef } from "./schemas";
import { findUser } from "./store";

/**
 * A member's account. "me" is answered from the session alone, without the database; one's own id and, for admins, any
 * id answer the whole account. Errors: not_found.
 */
export const getAccount = defineVerb({
  name: "accounts.getAccount",
  access: "member",
  reads: true,
  input: z.strictObject({ userId: MemberRef }),
  output: z.union([Account, Me]),
  async run(ctx, { userId }) {
    if (userId === "me") return { ...presentUser(ctx.actor), sessionId: ctx.actor.sessionId };
    if (userId !== ctx.actor.id && !isAdmin(ctx.actor)) return fail("not_found");
    const user = await findUser(userId);
    return user ? presentAccount(user) : fail("not_found");
  },
});
