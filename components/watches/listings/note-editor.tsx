"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import type { Listing } from "@/lib/features/watches/listing-schemas";

/** A note is saved when nothing was typed for so long, in milliseconds, and when it is left. */
const PAUSE_MS = 1_200;
const NOTE_MAX = 2_000;

type Saving = "clean" | "typing" | "saving" | "saved";
const words: Record<Saving, string> = { clean: "", typing: "…", saving: "Saving…", saved: "Saved" };

type Props = { listing: Listing; onSaved: (listing: Listing) => void };

/** What the member notes about a listing. It is saved by itself. */
export function NoteEditor({ listing: { id, note }, onSaved }: Props) {
  const [text, setText] = useState(note);
  const [saving, setSaving] = useState<Saving>("clean");
  const [wrong, setWrong] = useState<string>();
  const kept = useRef(note);
  const save = async (now: string) => {
    if (now.trim() === kept.current) return setSaving((state) => (state === "typing" ? "clean" : state));
    setSaving("saving");
    try {
      const changed = await api<Listing>("PATCH", `/listings/${id}`, { note: now });
      kept.current = changed.note;
      onSaved(changed);
      setSaving("saved");
      setWrong(undefined);
    } catch (error) {
      const refusal = asRefusal(error);
      setWrong(refusal.field("note") ?? refusal.message);
      setSaving("typing");
    }
  };
  const saveLater = useEffectEvent(save);
  useEffect(() => {
    if (saving !== "typing" || wrong) return undefined;
    const timer = setTimeout(() => void saveLater(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, saving, wrong]);
  return (
    <div className="flex flex-col gap-1">
      <Field
        label="Only you see it"
        name="note"
        dir="auto"
        rows={5}
        maxLength={NOTE_MAX}
        value={text}
        onValueChange={(next: string) => {
          setText(next);
          setSaving("typing");
          setWrong(undefined);
        }}
        onBlur={() => void save(text)}
        error={wrong}
      />
      <output className="block h-4 text-right text-faint text-xs">{words[saving]}</output>
    </div>
  );
}
