import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { presentManagedUser } from "./present";
import { ManagedUser } from "./schemas";
import { findManagedUser } from "./user-store";

/** One account as an admin sees it. Errors: not_found. */
export const getUser = defineVerb({
  name: "accounts.getUser",
  access: "admin",
  reads: true,
  input: z.strictObject({ userId: Id }),
  output: ManagedUser,
  async run(_ctx, { userId }) {
    const row = await findManagedUser(userId);
    return row ? presentManagedUser(row) : fail("not_found");
  },
});
