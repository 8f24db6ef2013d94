"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import { api } from "@/lib/client/api";
import { asRefusal, type Refusal } from "@/lib/client/refusal";
import type { Room } from "@/lib/features/rooms/schemas";
import { RoomIcon } from "./room-sign";

const kinds = [
  { value: "public", label: "Public", text: "Every member finds it and may join." },
  { value: "private", label: "Private", text: "Only whom a member invites." },
] as const;

/** The button and the dialog that make a room. */
export function CreateRoom() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="New room"
      description="You become its owner. Others come by joining or by invitation."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Plus aria-hidden="true" />
          New room
        </Button>
      }
    >
      <CreateForm onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal>();
  const [pending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, refusal);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name, topic, kind } = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      try {
        const room = await api<Room>("POST", "/rooms", { name, topic, kind });
        onDone();
        router.push(`/rooms/${room.id}`);
      } catch (error) {
        setRefusal(asRefusal(error));
      }
    });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-5" noValidate>
      {refusal && refusal.errors.length === 0 && <Notice tone="danger">{refusal.message}</Notice>}
      <Field label="Name" name="name" error={refusal?.field("name")} maxLength={80} autoComplete="off" required />
      <Field
        label="Topic"
        name="topic"
        description="What it is about, in a sentence. Optional."
        error={refusal?.field("topic")}
        maxLength={300}
        rows={2}
      />
      <KindChoice />
      <Button type="submit" pending={pending}>
        Create room
      </Button>
    </form>
  );
}

function KindChoice() {
  return (
    <RadioGroup name="kind" defaultValue="public" aria-label="Who may come in" className="grid grid-cols-2 gap-2">
      {kinds.map(({ value, label, text }) => (
        <label
          key={value}
          className="flex cursor-pointer flex-col gap-1 rounded-md border border-line-strong p-3 transition-colors hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
        >
          <span className="flex items-center gap-2 font-medium text-sm">
            <Radio.Root value={value} className="sr-only" />
            <RoomIcon kind={value} />
            {label}
          </span>
          <span className="text-soft text-xs">{text}</span>
        </label>
      ))}
    </RadioGroup>
  );
}
