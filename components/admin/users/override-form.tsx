"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Quota, QuotaFields, quotaOf } from "@/components/admin/limits/quota-fields";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { words } from "@/components/words";
import { api } from "@/lib/client/api";
import type { RateLimitStatus } from "@/lib/core/rate-limits/schemas";

const HOUR_MS = 3_600_000;

const spans = [
  { value: "", label: "for good" },
  { value: "1", label: "for an hour" },
  { value: "24", label: "for a day" },
  { value: "168", label: "for a week" },
  { value: "720", label: "for 30 days" },
];

type Props = { userId: string; limits: RateLimitStatus[] };

/** The button and the dialog that give one member another limit. Only what is counted by member can be another. */
export function OverrideForm({ userId, limits }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Another limit for this member"
      description="It wins over the general one until it ends or is taken away."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="plain" size="sm">
          <Plus aria-hidden="true" />
          Override
        </Button>
      }
    >
      <Form
        userId={userId}
        limits={limits.filter(({ keyedBy }) => keyedBy === "member")}
        onDone={() => setOpen(false)}
      />
    </Dialog>
  );
}

function Form({ userId, limits, onDone }: Props & { onDone: () => void }) {
  const router = useRouter();
  const [rateLimit, setRateLimit] = useState(limits[0]?.rateLimit ?? "");
  const quota: Quota = limits.find((limit) => limit.rateLimit === rateLimit) ?? { limit: 1, windowSeconds: 60 };
  const form = useSubmit(async (fields) => {
    const { hours } = fields;
    const expiresAt = hours ? new Date(Date.now() + Number(hours) * HOUR_MS).toISOString() : undefined;
    await api("PUT", "/admin/rate-limits/overrides", { userId, rateLimit, ...quotaOf(fields), expiresAt });
    toast({ title: "The override holds" });
    onDone();
    router.refresh();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <SelectField
        label="Limit"
        name="rateLimit"
        choices={limits.map((limit) => ({ value: limit.rateLimit, label: words.limit(limit.rateLimit).name }))}
        value={rateLimit}
        onValueChange={(next: string) => setRateLimit(next)}
        error={form.error("rateLimit")}
      />
      <QuotaFields key={rateLimit} quota={quota} error={form.error} />
      <SelectField label="How long" name="hours" choices={spans} defaultValue="" error={form.error("expiresAt")} />
      <Button type="submit" pending={form.pending}>
        Set override
      </Button>
    </form>
  );
}
