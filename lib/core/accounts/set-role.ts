import { z } from "zod";
import { defineVerb } from "@/lib/core/http/verb";
import { removeFromChannel } from "@/lib/core/realtime/publish";
import { forgetSessions } from "@/lib/core/sessions/session-cache";
import { liveSessionIds } from "@/lib/core/sessions/store";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { channels } from "@/lib/shared/live";
import { presentAccount } from "./present";
import { Account } from "./schemas";
import { findUserByName, setRoleOf } from "./store";

/** Gives a member a role; it applies to every open session at once. Errors: not_found. */
export const setRole = defineVerb({
  name: "accounts.setRole",
  access: "admin",
  input: z.strictObject({ username: z.string().trim().min(1).max(254), role: z.enum(["user", "admin"]) }),
  output: Account,
  async run(ctx, { username, role }) {
    const user = await findUserByName(username);
    if (!user) return fail("not_found", `There is no member called “${username}”.`);
    const changed = await setRoleOf(db(), user.id, role);
    forgetSessions(await liveSessionIds(user.id));
    if (role !== "admin") removeFromChannel(user.id, channels.admins);
    ctx.log.info({ event: "admin_action", userId: user.id, role }, "role changed");
    return presentAccount(changed);
  },
});
