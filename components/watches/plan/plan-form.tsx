"use client";

import { type FormEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import type { Plan } from "./plan";
import { PlanFields } from "./plan-fields";
import type { useErrors } from "./use-errors";

type Making = ReturnType<typeof useErrors> & { make: (start: boolean) => void };

type Props = {
  plan: Plan;
  onChange: (plan: Plan) => void;
  making: Making;
  /** What must come first, if something must. */
  missing?: string;
};

/** What is decided of a new watch besides its source, and its beginning. */
export function PlanForm({ plan, onChange, making, missing }: Props) {
  const { pending, notice, error, refusal, make } = making;
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, refusal);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending && !missing) make(true);
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-6">
      <PlanFields plan={plan} onChange={onChange} error={error} />
      {notice && <Notice tone="danger">{notice}</Notice>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" size="lg" pending={pending} disabled={missing !== undefined}>
          Start watching
        </Button>
        <Button look="quiet" size="lg" disabled={pending || missing !== undefined} onClick={() => make(false)}>
          Save without starting
        </Button>
        {missing && <p className="text-faint text-sm">{missing}</p>}
      </div>
    </form>
  );
}
