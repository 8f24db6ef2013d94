"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";

/** Moves the account to another e-mail address, once its mail was read. */
export function EmailForm({ current }: { current: string }) {
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
            A mail with a link is on its way to {sentTo}. The address changes once the link is opened, within a day.
          </span>
        </Notice>
      )}
      <p className="text-sm">
        <span className="block text-faint">Now</span>
        <span className="wrap-anywhere">{current}</span>
      </p>
      <Field
        label="New e-mail address"
        name="email"
        type="email"
        error={form.error("email")}
        autoComplete="email"
        autoCapitalize="none"
        required
      />
      <Field
        label="Your password"
        name="password"
        type="password"
        error={form.error("password")}
        autoComplete="current-password"
        required
      />
      <Button type="submit" look="plain" pending={form.pending} className="self-start">
        Send the link
      </Button>
    </form>
  );
}
