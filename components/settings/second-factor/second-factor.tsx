"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { SecondFactor as State } from "@/lib/core/accounts/schemas";
import { NewCodes } from "./new-codes";
import { PasswordForm } from "./password-form";
import { SetUp } from "./set-up";

/** Fewer recovery codes than this are worth a warning. */
const FEW = 3;

/** Whether a sign-in asks for a code, and how to change that. */
export function SecondFactor({ state }: { state: State }) {
  return state.enabled ? <TurnedOn state={state} /> : <TurnedOff />;
}

function TurnedOn({ state: { since, recoveryCodesLeft } }: { state: State }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-start gap-2.5 text-sm">
        <ShieldCheck aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-accent-ink" />
        <span>
          On{since && " since "}
          {since && <Moment at={since} />}. {codesLeft(recoveryCodesLeft)}
        </span>
      </p>
      {recoveryCodesLeft < FEW && <Notice tone="warn">Make new recovery codes before you need one.</Notice>}
      <div className="flex flex-wrap gap-2">
        <NewCodes />
        <TurnOff />
      </div>
    </div>
  );
}

const codesLeft = (count: number): string =>
  count === 1 ? "One recovery code is left." : `${count === 0 ? "No" : count} recovery codes are left.`;

function TurnedOff() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const close = (next: boolean) => {
    setOpen(next);
    if (!next) router.refresh();
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-start gap-2.5 text-soft text-sm">
        <ShieldOff aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-faint" />
        Off. Whoever learns your password can sign in as you.
      </p>
      <Dialog
        title="Set up a second factor"
        open={open}
        onOpenChange={close}
        trigger={<Button className="self-start">Set up</Button>}
      >
        <SetUp onDone={() => close(false)} />
      </Dialog>
    </div>
  );
}

function TurnOff() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Turn the second factor off"
      description="From then on your password alone signs in. Your recovery codes stop working."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button look="plain">Turn off</Button>}
    >
      <TurnOffForm onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function TurnOffForm({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const form = useSubmit(async ({ password }) => {
    await api("POST", "/users/me/totp/disable", { password });
    toast({ title: "The second factor is off" });
    onDone();
    router.refresh();
  });
  return <PasswordForm form={form} submit="Turn off" look="danger" />;
}
