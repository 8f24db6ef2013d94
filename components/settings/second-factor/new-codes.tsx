"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { RecoveryCodes as Codes } from "@/lib/core/accounts/schemas";
import { PasswordForm } from "./password-form";
import { RecoveryCodes } from "./recovery-codes";

/** Makes new recovery codes while the app stays as it is. */
export function NewCodes() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const close = (next: boolean) => {
    setOpen(next);
    if (!next) router.refresh();
  };
  return (
    <Dialog
      title="New recovery codes"
      description="The codes you have now stop working. Your app goes on as it is."
      open={open}
      onOpenChange={close}
      trigger={<Button look="plain">New recovery codes</Button>}
    >
      <Steps onDone={() => close(false)} />
    </Dialog>
  );
}

function Steps({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<string[]>();
  const form = useSubmit(async ({ password }) => {
    const { recoveryCodes } = await api<Codes>("POST", "/users/me/totp/recovery-codes", { password });
    setCodes(recoveryCodes);
  });
  return codes ? <RecoveryCodes codes={codes} onDone={onDone} /> : <PasswordForm form={form} submit="Make new codes" />;
}
