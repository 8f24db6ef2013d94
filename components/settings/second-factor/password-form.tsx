import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { useSubmit } from "@/components/ui/use-submit";

type Props = { form: ReturnType<typeof useSubmit>; submit: string; look?: "primary" | "danger"; children?: ReactNode };

/** Asks for the password before something changes. */
export function PasswordForm({ form, submit, look = "primary", children }: Props) {
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {children}
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field
        label="Your password"
        name="password"
        type="password"
        error={form.error("password")}
        autoComplete="current-password"
        required
      />
      <Button type="submit" look={look} pending={form.pending}>
        {submit}
      </Button>
    </form>
  );
}
