"use server";

import { z } from "zod";
import { requestContext } from "@/app/page-context";
import { updateUser } from "@/lib/core/admin/update-user";
import { Id } from "@/lib/shared/ids";
import { refusalOf } from "./form";

const Members = z.array(Id).max(100);

/** How many accounts were changed, and why the others were not, each reason once. */
export type BulkOutcome = { changed: number; refused: string[] };

/** Deactivates or reactivates accounts, a hundred at most, one after the other. */
export async function setActiveAction(userIds: string[], active: boolean): Promise<BulkOutcome> {
  const ctx = await requestContext();
  const refused = new Set<string>();
  let changed = 0;
  for (const userId of Members.parse(userIds)) {
    try {
      await updateUser(ctx, { userId, active });
      changed++;
    } catch (error) {
      refused.add((await refusalOf(error)).message);
    }
  }
  return { changed, refused: [...refused] };
}
