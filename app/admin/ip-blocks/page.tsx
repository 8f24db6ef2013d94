import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { AddBlock } from "@/components/admin/blocks/add-block";
import { BlockTable } from "@/components/admin/blocks/block-table";
import { PageHeading } from "@/components/layout/page-heading";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listBlocks } from "@/lib/core/ip-blocks/list-blocks";

export const metadata: Metadata = { title: "IP blocks" };

const LIMIT = 50;

export default async function IpBlocksPage() {
  const ctx = (await adminContext("/admin/ip-blocks")) ?? notFound();
  const first = await listBlocks(ctx, { limit: LIMIT });
  return (
    <>
      <PageHeading
        title="IP blocks"
        lead="Set by an admin, or by itself after a burst of refused requests or failed sign-ins."
      >
        <AddBlock />
      </PageHeading>
      <Card className="overflow-hidden">
        {first.items.length > 0 ? (
          <BlockTable first={first} path={`/admin/ip-blocks?limit=${LIMIT}`} />
        ) : (
          <EmptyState icon={ShieldCheck} title="No IP is blocked">
            Whoever asks, may ask.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
