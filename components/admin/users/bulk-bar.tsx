"use client";

import { counted } from "@/components/admin/figures";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmButton } from "@/components/ui/confirm-button";
import type { ManagedUser } from "@/lib/core/admin/schemas";
import { type ChangeUsers, useChangeUsers } from "./use-change-users";

type Props = {
  selectable: ManagedUser[];
  selected: ManagedUser[];
  onSelect: (users: ManagedUser[]) => void;
  changeUsers: ChangeUsers;
};

/** Chooses all that are listed, and does something with those that are chosen. */
export function BulkBar({ selectable, selected, onSelect, changeUsers }: Props) {
  const { pending, change } = useChangeUsers(changeUsers);
  const setActive = (users: ManagedUser[], isActive: boolean, verb: string) => {
    const done = (changed: number) => `${counted(changed, "account")} ${verb}`;
    change(users, { active: isActive }, { done, failed: `Not all were ${verb}` }, () => onSelect([]));
  };
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
          onConfirm={() => setActive(active, false, "deactivated")}
        >
          Deactivate {active.length}
        </ConfirmButton>
      )}
      {inactive.length > 0 && (
        <Button look="plain" size="sm" pending={pending} onClick={() => setActive(inactive, true, "activated")}>
          Activate {inactive.length}
        </Button>
      )}
    </div>
  );
}
