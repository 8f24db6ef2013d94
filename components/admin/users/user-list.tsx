"use client";

import { UserSearch } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Age } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { useMe } from "@/lib/client/member";
import type { ManagedUser } from "@/lib/core/admin/schemas";
import type { Page } from "@/lib/shared/page";
import { BulkBar } from "./bulk-bar";
import type { ChangeUsers } from "./use-change-users";
import { UserBadges } from "./user-badges";

/** At most so many are changed at once. */
const SELECTED_MAX = 100;

type Props = { first: Page<ManagedUser>; path: string; changeUsers: ChangeUsers };

/** The accounts that were found, some of which can be chosen and changed together. */
export function UserList({ first, path, changeUsers }: Props) {
  const me = useMe();
  const pages = usePages(first, path);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selectable = pages.items.filter(({ id }) => id !== me.id).slice(0, SELECTED_MAX);
  const selected = selectable.filter(({ id }) => chosen.has(id));
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  if (pages.items.length === 0) {
    return (
      <EmptyState icon={UserSearch} title="Nobody like that">
        No account has this in its user name or e-mail ip, with this role and state.
      </EmptyState>
    );
  }
  return (
    <Card className="overflow-clip">
      <BulkBar
        selectable={selectable}
        selected={selected}
        onSelect={(users) => setChosen(new Set(users.map(({ id }) => id)))}
        changeUsers={changeUsers}
      />
      <Table
        caption="Members"
        columns={columnsFor(me.id, new Set(selected.map(({ id }) => id)), choose)}
        rows={pages.items}
        rowKey={({ id }) => id}
      />
      <MoreButton label="More members" {...pages} />
    </Card>
  );
}

function columnsFor(
  myId: string,
  chosen: ReadonlySet<string>,
  choose: (id: string, isChosen: boolean) => void,
): Column<ManagedUser>[] {
  return [
    {
      name: "Member",
      isTitle: true,
      cell: (user) => (
        <div className="flex items-center gap-3.5">
          <Checkbox
            label={`Select ${user.username}`}
            checked={chosen.has(user.id)}
            disabled={user.id === myId}
            onChange={(isChosen) => choose(user.id, isChosen)}
          />
          <Name user={user} isMe={user.id === myId} />
        </div>
      ),
    },
    { name: "E-mail", cell: ({ email }) => <span className="break-all">{email}</span> },
    { name: "Sessions", numeric: true, cell: ({ sessions }) => sessions },
    { name: "Last seen", numeric: true, cell: ({ lastSeenAt }) => (lastSeenAt ? <Age at={lastSeenAt} /> : "never") },
  ];
}

function Name({ user, isMe }: { user: ManagedUser; isMe: boolean }) {
  return (
    <>
      <Avatar name={user.displayName} id={user.id} />
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Link
            href={`/admin/users/${user.id}`}
            className="wrap-anywhere font-medium underline-offset-2 hover:underline"
          >
            {user.displayName}
          </Link>
          {isMe && <span className="text-faint text-xs">you</span>}
          <UserBadges user={user} />
        </span>
        <span className="block break-all text-faint text-xs">@{user.username}</span>
      </span>
    </>
  );
}
