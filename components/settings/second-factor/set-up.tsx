"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { focusIt } from "@/components/ui/focus-it";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { RecoveryCodes as Codes } from "@/lib/core/accounts/schemas";
import { PasswordForm } from "./password-form";
import { QrCode } from "./qr-code";
import { RecoveryCodes } from "./recovery-codes";

type Secret = { secret: string; uri: string };

/** The way to a second factor: the password, the app, a first code, the recovery codes. */
export function SetUp({ onDone }: { onDone: () => void }) {
  const [secret, setSecret] = useState<Secret>();
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (secret) return <FirstCode secret={secret} onCodes={setCodes} />;
  return <ProveYourself onSecret={setSecret} />;
}

function ProveYourself({ onSecret }: { onSecret: (secret: Secret) => void }) {
  const form = useSubmit(async ({ password }) => onSecret(await api<Secret>("POST", "/users/me/totp", { password })));
  return (
    <PasswordForm form={form} submit="Go on">
      <p className="text-soft text-sm">
        You need an authenticator app, such as those of most password managers. It shows a new code every 30 seconds,
        and a sign-in asks for it after the password.
      </p>
    </PasswordForm>
  );
}

function FirstCode({ secret: { secret, uri }, onCodes }: { secret: Secret; onCodes: (codes: string[]) => void }) {
  const form = useSubmit(async ({ code }) => {
    const { recoveryCodes } = await api<Codes>("POST", "/users/me/totp/confirm", { code });
    onCodes(recoveryCodes);
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      <p className="text-soft text-sm">Scan this with the app, or type the key below into it.</p>
      <QrCode text={uri} />
      <div className="flex items-center gap-3 rounded-md bg-sunken py-2 pr-2 pl-3.5">
        <code className="min-w-0 flex-1 select-all break-all font-mono text-sm">{inGroups(secret)}</code>
        <CopyButton text={secret} label="Copy key" />
      </div>
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field
        label="Code the app shows now"
        name="code"
        error={form.error("code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        ref={focusIt}
        required
      />
      <Button type="submit" pending={form.pending}>
        Turn on
      </Button>
    </form>
  );
}

/** Four letters at a time are easier to type. */
const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(" ") ?? secret;
