"use client";

import { type FormEvent, useRef, useState } from "react";
import { Section } from "@/components/layout/section";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import { api } from "@/lib/client/api";
import { useWatch, useWatchesStore } from "@/lib/features/watches/client/watches-provider";
import { takeWatch } from "@/lib/features/watches/client/watches-store";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import type { Plan } from "./plan/plan";
import { PlanFields } from "./plan/plan-fields";
import { useErrors } from "./plan/use-errors";
import { SourceSettings } from "./source-settings";
import { useWatchActions } from "./use-watch-actions";
import { counted } from "./watch-words";

/** Everything of a watch that can be changed. */
export function WatchSettings({ watch: given }: { watch: Watch }) {
  const watch = useWatch(given);
  return (
    <div className="flex flex-col gap-5">
      <Section title="When, and what of it">
        <PlanEditor key={watch.id} watch={watch} />
      </Section>
      <SourceSettings watch={watch} />
      <Deletion watch={watch} />
    </div>
  );
}

function PlanEditor({ watch }: { watch: Watch }) {
  const { name, schedule, filters, notify } = watch;
  const [saved, setSaved] = useState<Plan>({ name, schedule, filters, notify });
  const [plan, setPlan] = useState(saved);
  const store = useWatchesStore();
  const { pending, run, error, notice, refusal } = useErrors(["name", "schedule", "filters"]);
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, refusal);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      const changed = await api<Watch>("PATCH", `/watches/${watch.id}`, changesIn(plan, saved));
      setSaved(plan);
      store.update((state) => takeWatch(state, changed));
      toast({ title: "Saved" });
    });
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-6">
      <PlanFields plan={plan} onChange={setPlan} error={error} />
      {notice && <Notice tone="danger">{notice}</Notice>}
      <Button type="submit" pending={pending} className="self-start">
        Save changes
      </Button>
    </form>
  );
}

/** What differs: what another page changed meanwhile, and this one did not, stays. */
const changesIn = (plan: Plan, saved: Plan): Partial<Plan> =>
  Object.fromEntries(
    Object.entries(plan).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(saved[field as keyof Plan]),
    ),
  );

function Deletion({ watch }: { watch: Watch }) {
  const { pending, remove } = useWatchActions(watch);
  return (
    <Section title="Delete" lead="The watch goes with everything it found.">
      <ConfirmButton
        title={`Delete “${watch.name}”?`}
        consequence={`Its ${counted(watch.listingCount, "listing")} go with it, with notes and prices. This cannot be undone.`}
        verb="Delete"
        pending={pending}
        onConfirm={remove}
      >
        Delete this watch
      </ConfirmButton>
    </Section>
  );
}
