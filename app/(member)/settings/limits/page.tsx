import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { LimitList, RefreshButton } from "@/components/settings/limit-list";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";

export const metadata: Metadata = { title: "Your limits" };

export default async function LimitsPage() {
  const ctx = await memberContext("/settings/limits");
  const { rateLimits } = await getRateLimits(ctx, { userId: "me" });
  return (
    <Section
      title="Your limits"
      lead="So that one person cannot take the place of all. Each counts over a window that moves along; looking at pages is free."
      aside={<RefreshButton />}
      flush
    >
      <LimitList limits={rateLimits} />
    </Section>
  );
}
