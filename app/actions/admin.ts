"use server";

import { z } from "zod";
import { requestContext } from "@/app/page-context";
import type { UserChanges, UsersChanged } from "@/lib/core/admin/schemas";
import { updateUser } from "@/lib/core/admin/update-user";
import { Id } from "@/lib/shared/ids";
import { refusalOf } from "./form";

const Members = z.array(Id).max(100);

/** Changes accounts, one or up to a hundred, one after the other. */
export async function changeUsersAction(userIds: string[], changes: UserChanges): Promise<UsersChanged> {
  const ctx = await requestContext();
  const refused = new Set<string>();
  let changed = 0;
  for (const userId of Members.parse(userIds)) {
    try {
      await updateUser(ctx, { ...changes, userId });
      changed++;
    } catch (error) {
      refused.add((await refusalOf(error)).message);
    }
  }
  return { changed, refused: [...refused] };
}
