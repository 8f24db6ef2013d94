"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import { PasswordField } from "./password-field";

type Props = { current: string; confirmed: boolean };

/** Confirms the account's e-mail address, or moves the account to another one, once its mail was read. */
export function EmailForm({ current, confirmed }: Props) {
  const [sentTo, setSentTo] = useState<string>();
  const form = useSubmit(async ({ email = "", password }, element) => {
    await api("POST", "/users/me/email", { email, password });
    setSentTo(email.trim());
    element.reset();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      {sentTo && (
        <Notice tone="info">
          <span className="wrap-anywhere">
            A mail with a link is on its way to {sentTo}. The address counts once the link is opened, within a day.
          </span>
        </Notice>
      )}
      <p className="text-sm">
        <span className="block text-faint">{confirmed ? "Now" : "Not confirmed yet"}</span>
        <span className="wrap-anywhere">{current}</span>
      </p>
      {!confirmed && !sentTo && (
        <Notice tone="warn">
          Open the link in the mail to this address. Until then you sign in with your user name, and mail about your
          account are not sent. Your password here sends another mail.
        </Notice>
      )}
      <Field
        label={confirmed ? "New e-mail address" : "Address to confirm"}
        name="email"
        type="email"
        defaultValue={confirmed ? "" : current}
        error={form.error("email")}
        autoComplete="email"
        autoCapitalize="none"
        required
      />
      <PasswordField error={form.error("password")} />
      <Button type="submit" look="plain" pending={form.pending} className="self-start">
        Send the link
      </Button>
    </form>
  );
}
