import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changeUsersAction } from "@/app/actions/admin";
import { adminContext } from "@/app/page-context";
import { UserFilter, type UserFilterValues } from "@/components/admin/users/user-filter";
import { UserList } from "@/components/admin/users/user-list";
import { PageHeading } from "@/components/layout/page-heading";
import { listUsers } from "@/lib/core/admin/list-users";

export const metadata: Metadata = { title: "Members" };

type Asked = Record<string, string | string[] | undefined>;

const ROLES = ["user", "admin"] as const;
const STATES = ["active", "deactivated"] as const;
const LIMIT = 50;

export default async function UsersPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const ctx = (await adminContext("/admin/users")) ?? notFound();
  const filter = filterOf(await searchParams);
  const first = await listUsers(ctx, { ...filter, limit: LIMIT });
  const query = new URLSearchParams(Object.entries(filter)).toString();
  const shown: UserFilterValues = { q: "", role: "", state: "", ...filter };
  return (
    <>
      <PageHeading title="Members" />
      <UserFilter key={`filter ${query}`} {...shown} />
      <UserList
        key={query}
        first={first}
        path={`/admin/users?limit=${LIMIT}&${query}`}
        changeUsers={changeUsersAction}
      />
    </>
  );
}

function filterOf({ q, role, state }: Asked) {
  const part = typeof q === "string" ? q.trim().slice(0, 100) : "";
  const knownRole = ROLES.find((known) => known === role);
  const knownState = STATES.find((known) => known === state);
  return { ...(part && { q: part }), ...(knownRole && { role: knownRole }), ...(knownState && { state: knownState }) };
}
