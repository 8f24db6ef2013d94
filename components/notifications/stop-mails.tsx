"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";

/** The button that ends mails about notifications, and what came of it. */
export function StopMails({ token }: { token: string }) {
  const [isDone, setIsDone] = useState(false);
  const form = useSubmit(async () => {
    await api("POST", `/unsubscribe/${encodeURIComponent(token)}`);
    setIsDone(true);
  });
  if (isDone) {
    return (
      <div className="flex flex-col gap-5">
        <Notice tone="info">Done: you get no more mails about notifications.</Notice>
        <Link href="/settings/notifications" className={buttonStyles({ size: "lg", className: "w-full" })}>
          Choose what you are told
        </Link>
      </div>
    );
  }
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Button type="submit" size="lg" pending={form.pending} className="w-full">
        Stop these mails
      </Button>
    </form>
  );
}
