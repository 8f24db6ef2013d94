import { z } from "zod";
import { ownId } from "@/lib/core/context";
import { mayReport } from "@/lib/core/engine/activity/buffer";
import { track } from "@/lib/core/engine/activity/track";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { ReportEventInput } from "./schemas";

/** Seconds after which a refused report is welcome again. */
const RETRY_AFTER_SECONDS = 5;

/** Reports that one used a feature. What is answered with success is kept. Errors: not_found, invalid_input, unavailable. */
export const reportEvent = defineVerb({
  name: "activity.report",
  access: "member",
  input: ReportEventInput,
  output: z.undefined(),
  async run(ctx, { userId, feature, details }) {
    ownId(ctx, userId);
    if (!mayReport() || !track(ctx, { action: "use", feature, details })) {
      return fail("unavailable", "Too many reports wait to be written.", { retryAfter: RETRY_AFTER_SECONDS });
    }
    return undefined;
  },
});
