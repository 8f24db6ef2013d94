"use client";

import { Search, Share2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import { newId } from "@/lib/shared/new-id";
import type { Page } from "@/lib/shared/page";

type Thing = {
  /** What kind of thing is shared, and which one. */
  kind: string;
  id: string;
  /** What it is called. */
  title: string;
};
type Place = { kind: string; id: string; label: string };

/** The button and the dialog that share a thing into a place of the member's choice, as a card. */
export function ShareDialog(thing: Thing) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Share"
      description={thing.title}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="plain">
          <Share2 aria-hidden="true" />
          Share
        </Button>
      }
    >
      <ShareForm {...thing} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function ShareForm({ kind, id, onDone }: Thing & { onDone: () => void }) {
  const router = useRouter();
  const [q, setQ] = useState("");
  const [to, setTo] = useState<Place>();
  // Sent again after a break, it is the same share.
  const [clientId] = useState(newId);
  const form = useSubmit(async ({ note }) => {
    if (!to) return;
    const asked = { kind, id, to: { kind: to.kind, id: to.id }, note, clientId };
    const { url } = await api<{ url: string }>("POST", "/cards/shares", asked);
    onDone();
    toast({ title: `Shared to ${to.label}`, action: { label: "Open", onPress: () => router.push(url) } });
  });
  return (
    <form {...form.props} className="flex flex-col gap-4">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <div className="relative">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" />
        <input
          type="search"
          aria-label="Find a place by name"
          placeholder="Where to"
          maxLength={80}
          value={q}
          onChange={({ currentTarget: { value } }) => setQ(value)}
          className={cn(controlStyles, "h-9 pl-9")}
        />
      </div>
      <Places q={q} chosen={to} onChoose={setTo} />
      <Field label="Note" name="note" dir="auto" rows={2} maxLength={1_000} error={form.error("note")} />
      <Button type="submit" pending={form.pending} disabled={!to}>
        {to ? `Share to ${to.label}` : "Choose a place"}
      </Button>
    </form>
  );
}

type PlacesProps = { q: string; chosen?: Place; onChoose: (place: Place) => void };

const keyOf = ({ kind, id }: Place): string => `${kind} ${id}`;

function Places({ q, chosen, onChoose }: PlacesProps) {
  const { places, wrong } = usePlaces(q);
  if (wrong) return <Notice tone="danger">{wrong}</Notice>;
  if (!places) return <Spinner className="my-4 self-center text-faint" />;
  if (places.length === 0) {
    return (
      <p className="py-3 text-faint text-sm">
        {q ? "No place goes by that name." : "There is no place to share to yet."}
      </p>
    );
  }
  return (
    <Choice
      label="Where to"
      name="place"
      options={places.map((place) => ({ value: keyOf(place), label: place.label }))}
      value={chosen && keyOf(chosen)}
      onChange={(key) => {
        const place = places.find((one) => keyOf(one) === key);
        if (place) onChoose(place);
      }}
      className="max-h-56 gap-1 overflow-y-auto p-0.5 [&_label]:py-2"
    />
  );
}

/** So long after the last letter it is looked for, in milliseconds. */
const PAUSE_MS = 200;

function usePlaces(q: string): { places?: Place[]; wrong?: string } {
  const [read, setRead] = useState<{ places?: Place[]; wrong?: string }>({});
  useEffect(() => {
    let isOld = false;
    const path = `/cards/places?${new URLSearchParams({ q: q.trim(), limit: "50" })}`;
    const timer = setTimeout(
      () =>
        void api<Page<Place>>("GET", path).then(
          ({ items }) => !isOld && setRead({ places: items }),
          (error: unknown) => !isOld && setRead({ wrong: asRefusal(error).message }),
        ),
      q === "" ? 0 : PAUSE_MS,
    );
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [q]);
  return read;
}
