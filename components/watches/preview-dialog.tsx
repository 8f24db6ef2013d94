"use client";

import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import type { FoundRow, WatchPreview } from "@/lib/features/watches/source-schemas";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { FoundRows } from "./found-rows";
import { NoteList } from "./note-list";
import { addressWords } from "./source-words";
import { counted } from "./watch-words";

type Read = { preview?: WatchPreview; wrong?: string };

/** A run of which nothing is stored: what would be new, changed and gone. */
export function PreviewDialog({ watch: { id } }: { watch: Pick<Watch, "id"> }) {
  const [open, setOpen] = useState(false);
  const [read, setRead] = useState<Read>({});
  const change = (isOpen: boolean) => {
    setOpen(isOpen);
    if (!isOpen) return;
    setRead({});
    api<WatchPreview>("POST", `/watches/${id}/preview`, {}).then(
      (preview) => setRead({ preview }),
      (error: unknown) => setRead({ wrong: wordsOf(error) }),
    );
  };
  return (
    <Dialog
      title="What would be new"
      description="The source is read now, and nothing of it is stored."
      open={open}
      onOpenChange={change}
      trigger={
        <Button look="plain">
          <FlaskConical aria-hidden="true" />
          Dry run
        </Button>
      }
    >
      <Preview {...read} />
    </Dialog>
  );
}

function wordsOf(error: unknown): string {
  const refusal = asRefusal(error);
  return addressWords(refusal.field("url") ?? refusal.message);
}

function Preview({ preview, wrong }: Read) {
  if (wrong) return <Notice tone="danger">{wrong}</Notice>;
  if (!preview) {
    return (
      <output className="flex items-center gap-2.5 py-6 text-soft text-sm">
        <Spinner />
        Reading the source…
      </output>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <output className="block text-sm">
        {counted(preview.count, "row")} found, {preview.matchedCount.toLocaleString("en")} of them match.
      </output>
      <NoteList notes={preview.notes} />
      <Part title="New" rows={preview.new} count={preview.newCount} />
      <Part title="Changed" rows={preview.changed} count={preview.changedCount} />
      <Gone titles={preview.gone} count={preview.goneCount} />
      {preview.newCount + preview.changedCount + preview.goneCount === 0 && (
        <p className="text-soft text-sm">Nothing is different from what is stored.</p>
      )}
    </div>
  );
}

function Part({ title, rows, count }: { title: string; rows: readonly FoundRow[]; count: number }) {
  if (count === 0) return null;
  return (
    <section className="overflow-hidden rounded-md border border-line">
      <Heading title={title} count={count} />
      <FoundRows label={title} rows={rows} />
    </section>
  );
}

function Gone({ titles, count }: { titles: readonly string[]; count: number }) {
  if (count === 0) return null;
  return (
    <section className="overflow-hidden rounded-md border border-line">
      <Heading title="Gone" count={count} />
      <ul aria-label="Gone" className="divide-y divide-line text-sm">
        {titles.map((title, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: titles may be the same, and stay as they are
          <li key={index} dir="auto" className="wrap-anywhere px-4 py-2 text-soft">
            {title}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Heading = ({ title, count }: { title: string; count: number }) => (
  <h3 className="flex justify-between border-line border-b bg-sunken px-4 py-2 font-medium text-sm">
    {title}
    <span className="text-faint tabular-nums">{count.toLocaleString("en")}</span>
  </h3>
);
