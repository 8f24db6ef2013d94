"use client";

import { Megaphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import { audiences } from "./announcement-words";

/** The button and the dialog that announce something. */
export function WriteAnnouncement() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Announce something"
      description="It can be recalled: whoever has not read it by then never sees it."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Megaphone aria-hidden="true" />
          Announce
        </Button>
      }
    >
      <Form onDone={() => setOpen(false)} />
    </Dialog>
  );
}

/** What a field for date and time holds, as a moment. */
const moment = (text: string | undefined): string | undefined => (text ? new Date(text).toISOString() : undefined);

function Form({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [to, setTo] = useState("all");
  const form = useSubmit(async ({ title, body, url, to: chosen, username, scheduledAt, expiresAt }) => {
    const [audience, role] = (chosen ?? "all").split(":");
    const times = { scheduledAt: moment(scheduledAt), expiresAt: moment(expiresAt) };
    await api("POST", "/admin/announcements", { title, body, url, audience, role, username, ...times });
    toast({ title: times.scheduledAt ? "It goes out at its time" : "It goes out now" });
    onDone();
    router.refresh();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field label="Title" name="title" error={form.error("title")} autoComplete="off" maxLength={200} required />
      <Field label="Text" name="body" rows={3} error={form.error("body")} maxLength={500} />
      <SelectField label="To" name="to" choices={audiences} value={to} onValueChange={(next: string) => setTo(next)} />
      {to === "member" && (
        <Field
          label="User name"
          name="username"
          error={form.error("username")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={30}
          required
        />
      )}
      <Field
        label="Leads to"
        name="url"
        description="A path inside this instance, such as /notifications. May stay empty."
        error={form.error("url")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={300}
      />
      <Times error={form.error} />
      <Button type="submit" pending={form.pending}>
        Announce it
      </Button>
    </form>
  );
}

function Times({ error }: { error: (name: string) => string | undefined }) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field
        label="When"
        name="scheduledAt"
        type="datetime-local"
        description="In the time of this device. At once when empty."
        error={error("scheduledAt")}
      />
      <Field
        label="Until"
        name="expiresAt"
        type="datetime-local"
        description="After this it is gone. May stay empty."
        error={error("expiresAt")}
      />
    </div>
  );
}
