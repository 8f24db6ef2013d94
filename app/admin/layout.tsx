import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "@/app/(member)/shell";
import { adminContext } from "@/app/page-context";

/** The dashboard's frame. For anyone who is not an admin there is nothing here. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const ctx = (await adminContext("/admin")) ?? notFound();
  return (
    <Shell ctx={ctx} me={ctx.actor}>
      {children}
    </Shell>
  );
}
