"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { counted } from "@/components/admin/figures";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { toast } from "@/components/ui/toast";
import type { ManagedUser } from "@/lib/core/admin/schemas";

/** Activates or deactivates accounts, and answers how many, and why not the others. */
export type SetActive = (userIds: string[], active: boolean) => Promise<{ changed: number; refused: string[] }>;

type Props = {
  selectable: ManagedUser[];
  selected: ManagedUser[];
  onSelect: (users: ManagedUser[]) => void;
  setActive: SetActive;
};

/** Chooses all that are listed, and does something with those that are chosen. */
export function BulkBar({ selectable, selected, onSelect, setActive }: Props) {
  const { pending, change } = useBulkChange(setActive, () => onSelect([]));
  const active = selected.filter((user) => user.active);
  const inactive = selected.filter((user) => !user.active);
  const all = selected.length > 0 && selected.length === selectable.length;
  return (
    <div className="sticky top-0 z-10 flex min-h-14 flex-wrap items-center gap-x-3.5 gap-y-2 rounded-t-lg border-line border-b bg-surface px-5 py-2.5">
      <Checkbox
        label="Select all that are shown"
        checked={all}
        indeterminate={selected.length > 0 && !all}
        disabled={selectable.length === 0}
        onChange={(isChosen) => onSelect(isChosen ? selectable : [])}
      />
      <p aria-live="polite" className="flex-1 text-soft text-sm">
        {selected.length === 0 ? "Select members to change them together" : `${selected.length} selected`}
      </p>
      {active.length > 0 && (
        <ConfirmButton
          title={`Deactivate ${counted(active.length, "account")}?`}
          consequence="They are signed out everywhere at once and cannot sign in until they are activated again."
          verb="Deactivate"
          size="sm"
          pending={pending}
          onConfirm={() => change(active, false)}
        >
          Deactivate {active.length}
        </ConfirmButton>
      )}
      {inactive.length > 0 && (
        <Button look="plain" size="sm" pending={pending} onClick={() => change(inactive, true)}>
          Activate {inactive.length}
        </Button>
      )}
    </div>
  );
}

function useBulkChange(setActive: SetActive, onDone: () => void) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const change = (users: ManagedUser[], active: boolean) =>
    startTransition(async () => {
      const ids = users.map(({ id }) => id);
      const { changed, refused } = await setActive(ids, active).catch(() => NOT_REACHED);
      const verb = active ? "activated" : "deactivated";
      if (changed > 0) toast({ title: `${counted(changed, "account")} ${verb}` });
      if (refused.length > 0) toast({ title: `Not all were ${verb}`, description: refused.join(" "), type: "error" });
      onDone();
      router.refresh();
    });
  return { pending, change };
}

const NOT_REACHED = { changed: 0, refused: ["The server cannot be reached right now."] };
