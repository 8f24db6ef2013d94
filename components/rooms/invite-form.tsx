"use client";

import { UserPlus } from "lucide-react";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";

/** Asks someone into the room by their user name. */
export function InviteForm({ roomId }: { roomId: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [invited, setInvited] = useState<string>();
  const [pending, startTransition] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("username");
    const username = typeof typed === "string" ? typed.trim().replace(/^@/, "") : "";
    startTransition(async () => {
      try {
        await api("POST", `/rooms/${roomId}/members`, { username });
        form.current?.reset();
        setError(undefined);
        setInvited(username);
      } catch (refused) {
        const refusal = asRefusal(refused);
        setInvited(undefined);
        setError(refusal.field("username") ?? refusal.message);
      }
    });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-wrap items-start gap-2 border-line border-b p-4" noValidate>
      <Field
        label="Invite by user name"
        name="username"
        error={error}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="flex-1"
      />
      <IconButton type="submit" label="Invite" look="plain" pending={pending} className="mt-6.5 size-10">
        <UserPlus />
      </IconButton>
      <output className="w-full text-accent-ink text-sm empty:hidden">{invited && `${invited} is invited.`}</output>
    </form>
  );
}
