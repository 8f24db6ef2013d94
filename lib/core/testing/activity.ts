import type { ActivityRow } from "@/lib/core/engine/activity/store";
import { newId } from "@/lib/shared/ids";

/** A row of activity as it is stored: a use, unless told. */
export const row = (userId: string | null, at = new Date(), given: Partial<ActivityRow> = {}): ActivityRow => ({
  ...{ id: newId(), at, userId, action: "use", feature: "teas", count: 1, ip: "", details: {} },
  ...given,
});
