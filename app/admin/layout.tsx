import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "@/app/(member)/shell";
import { requestContext } from "@/app/page-context";
import { SectionNav } from "@/components/layout/section-nav";
import { adminPages } from "@/components/parts";
import { isAdmin } from "@/lib/core/context";

/**
 * The dashboard's frame. For a member who is not an admin there is nothing here; to visitors the page itself says where
 * to sign in, as it knows the way back.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "member") return children;
  if (!isAdmin(ctx.actor)) notFound();
  return (
    <Shell ctx={ctx} me={ctx.actor}>
      <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 px-4 pt-4 pb-8 sm:px-8">
        <SectionNav label="Dashboard" links={adminPages} />
        {children}
      </div>
    </Shell>
  );
}
