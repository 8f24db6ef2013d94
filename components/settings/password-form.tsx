"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";

/** Changes the password. The user name stands in it for password managers. */
export function PasswordForm({ username }: { username: string }) {
  const router = useRouter();
  const form = useSubmit(async ({ currentPassword, newPassword }, element) => {
    await api("POST", "/users/me/password", { currentPassword, newPassword });
    element.reset();
    toast({ title: "Your password is changed", description: "Every other device was signed out." });
    router.refresh();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <input type="text" name="username" defaultValue={username} autoComplete="username" hidden readOnly />
      <Field
        label="Current password"
        name="currentPassword"
        type="password"
        error={form.error("currentPassword")}
        autoComplete="current-password"
        required
      />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        error={form.error("newPassword")}
        autoComplete="new-password"
        required
      />
      <Button type="submit" pending={form.pending} className="self-start">
        Change password
      </Button>
    </form>
  );
}
