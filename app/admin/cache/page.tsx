import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { CacheView } from "@/components/admin/cache-view";
import { getCache } from "@/lib/core/admin/get-cache";

export const metadata: Metadata = { title: "Cache" };

export default async function CachePage() {
  const ctx = (await adminContext("/admin/cache")) ?? notFound();
  const { items } = await getCache(ctx, {});
  return <CacheView first={items} />;
}
