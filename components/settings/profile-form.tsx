"use client";

import { useRouter } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { Account } from "@/lib/core/accounts/schemas";

/** What others see of the member. */
export function ProfileForm({ account }: { account: Account }) {
  const router = useRouter();
  const form = useSubmit(async ({ displayName }) => {
    await api("PATCH", "/users/me", { displayName });
    toast({ title: "Your profile is saved" });
    router.refresh();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <div className="flex items-center gap-4">
        <Avatar name={account.displayName} id={account.id} size="lg" />
        <div className="min-w-0">
          <p className="truncate font-medium">{account.displayName}</p>
          <p className="truncate text-faint text-sm">@{account.username}</p>
        </div>
      </div>
      <Field
        label="Display name"
        name="displayName"
        description={`Shown beside what you write. Your user name, by which others mention you, stays @${account.username}.`}
        defaultValue={account.displayName}
        error={form.error("displayName")}
        maxLength={60}
        autoComplete="nickname"
        required
      />
      <Button type="submit" pending={form.pending} className="self-start">
        Save
      </Button>
    </form>
  );
}
