"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSubmit } from "@/components/ui/use-submit";
import { words } from "@/components/words";
import { api } from "@/lib/client/api";
import { quotaWords } from "@/lib/client/rate-limit-words";
import type { RateLimitState } from "@/lib/core/rate-limits/admin-schemas";
import { type Quota, QuotaFields, quotaOf } from "./quota-fields";

type Props = { state: RateLimitState; onSaved: () => Promise<void> };

/** The button and the dialog that change a limit while everything runs. */
export function EditRateLimit({ state, onSaved }: Props) {
  const [open, setOpen] = useState(false);
  const { name } = words.limit(state.rateLimit);
  return (
    <Dialog
      title={name}
      description="Holds at once, on every process. What was counted within the new span still counts."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="plain" size="sm">
          Change<span className="sr-only"> {name}</span>
        </Button>
      }
    >
      <Form
        state={state}
        onSaved={async () => {
          setOpen(false);
          await onSaved();
        }}
      />
    </Dialog>
  );
}

type Change = { quota: Quota | null; shadow: boolean };

function Form({ state, onSaved }: Props) {
  const router = useRouter();
  const { rateLimit, defaults } = state;
  const [shadow, setShadow] = useState(state.shadow);
  const { pending: resetting, attempt } = useAttempt();
  const put = async (change: Change, done: string) => {
    await api("PUT", "/admin/rate-limits", { rateLimit, ...change });
    toast({ title: done });
    await onSaved();
    router.refresh();
  };
  const form = useSubmit((fields) => put({ quota: quotaOf(fields), shadow }, "The limit is changed"));
  const reset = () =>
    attempt("The limit is as it was", () => put({ quota: null, shadow: false }, "The default holds again"));
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <QuotaFields quota={state} error={(name) => form.error(`quota.${name}`)} />
      <Switch
        label="Shadow mode"
        description="Counts what it would refuse, and lets it pass: to see what a new limit would do."
        checked={shadow}
        onChange={setShadow}
      />
      <div className="flex flex-col gap-2">
        <Button type="submit" pending={form.pending}>
          Save
        </Button>
        <Button look="quiet" pending={resetting} onClick={reset}>
          Back to the default, {quotaWords(defaults)}
        </Button>
      </div>
    </form>
  );
}
