import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { Overview } from "@/components/admin/overview";
import { getSystemStats } from "@/lib/core/admin/get-system-stats";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const ctx = (await adminContext("/admin")) ?? notFound();
  return <Overview first={await getSystemStats(ctx, {})} />;
}
