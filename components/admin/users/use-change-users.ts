import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "@/components/ui/toast";
import { offline } from "@/lib/client/refusal";
import type { ManagedUser, UserChanges, UsersChanged } from "@/lib/core/admin/schemas";

/** Changes accounts, one or many. */
export type ChangeUsers = (userIds: string[], changes: UserChanges) => Promise<UsersChanged>;

/** What is said when it was done, to how many, and when it was not, or not for all. */
type Words = { done: (changed: number) => string; failed: string };

/** Changes accounts and says how it went. Answers whether it is running. */
export function useChangeUsers(changeUsers: ChangeUsers) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const change = (users: ManagedUser[], changes: UserChanges, { done, failed }: Words, onDone?: () => void) =>
    startTransition(async () => {
      const ids = users.map(({ id }) => id);
      const { changed, refused } = await changeUsers(ids, changes).catch(() => NOT_REACHED);
      if (changed > 0) toast({ title: done(changed) });
      if (refused.length > 0) toast({ title: failed, description: refused.join(" "), type: "error" });
      onDone?.();
      router.refresh();
    });
  return { pending, change };
}

const NOT_REACHED: UsersChanged = { changed: 0, refused: [offline().message] };
