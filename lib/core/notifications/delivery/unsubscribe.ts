import { z } from "zod";
import { stopMails } from "@/lib/core/notifications/preferences/preferences";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { unsubscriber } from "./notification-mail";

/** Ends mails about notifications with the link that stands in each of them, without a sign-in. Errors: not_found. */
export const unsubscribe = defineVerb({
  name: "notifications.unsubscribe",
  access: "anyone",
  input: z.strictObject({ token: z.string().min(20).max(300) }),
  output: z.undefined(),
  async run(ctx, { token }) {
    const userId = unsubscriber(token) ?? fail("not_found", "This link is not whole. Copy all of it from the mail.");
    await stopMails(ctx, userId);
    ctx.log.info({ event: "mails_stopped", userId }, "mails about notifications stopped");
    return undefined;
  },
});
