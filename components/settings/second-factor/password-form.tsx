import type { ReactNode } from "react";
import { PasswordField } from "@/components/settings/password-field";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { useSubmit } from "@/components/ui/use-submit";

type Props = { form: ReturnType<typeof useSubmit>; submit: string; look?: "primary" | "danger"; children?: ReactNode };

/** Asks for the password before something changes. */
export function PasswordForm({ form, submit, look = "primary", children }: Props) {
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {children}
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <PasswordField error={form.error("password")} />
      <Button type="submit" look={look} pending={form.pending}>
        {submit}
      </Button>
    </form>
  );
}
