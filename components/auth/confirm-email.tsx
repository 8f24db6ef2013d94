"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

type Outcome = { email?: string; error?: string };

/** The button that confirms a new e-mail address, and what came of it. */
export function ConfirmEmail({ confirm }: { confirm: () => Promise<Outcome> }) {
  const [{ email, error }, dispatch, pending] = useActionState<Outcome>(confirm, {});
  if (email) {
    return (
      <div className="flex flex-col gap-5">
        <Notice tone="info">
          Confirmed: your account now has the address <span className="break-all font-medium">{email}</span>.
        </Notice>
        <Link href="/settings" className={buttonStyles({ size: "lg", className: "w-full" })}>
          Go to your settings
        </Link>
      </div>
    );
  }
  return (
    <form action={dispatch} className="flex flex-col gap-5">
      {error && <Notice tone="danger">{error}</Notice>}
      <Button type="submit" size="lg" pending={pending} className="w-full">
        Confirm the address
      </Button>
    </form>
  );
}
