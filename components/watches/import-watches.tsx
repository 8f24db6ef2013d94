"use client";

import { Upload } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import { Refusal } from "@/lib/client/refusal";
import { readWatches } from "@/lib/features/watches/client/use-watches-feed";
import { useWatchesStore } from "@/lib/features/watches/client/watches-provider";
import type { ImportReport as Report } from "@/lib/features/watches/transfer-schemas";
import { addressWords } from "./source-words";

/** The button and the dialog that take over watches from a file, and what came of it. */
export function ImportWatches() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Import watches"
      description="Feeds of a feed reader (OPML), or watches that were exported from Throng (JSON)."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="plain" aria-label="Import watches">
          <Upload aria-hidden="true" />
          <span className="max-sm:hidden">Import</span>
        </Button>
      }
    >
      <ImportForm onClose={() => setOpen(false)} />
    </Dialog>
  );
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const store = useWatchesStore();
  const [report, setReport] = useState<Report>();
  const [start, setStart] = useState(true);
  const form = useSubmit(async (_fields, element) => {
    const text = await textOf(element);
    const format = text.trimStart().startsWith("<") ? "opml" : "json";
    setReport(await api<Report>("POST", "/watches/import", { format, text, start }));
    await readWatches(store);
  });
  if (report) return <Outcome report={report} onClose={onClose} />;
  const wrong = form.notice ?? form.error("text") ?? form.error("format");
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {wrong && <Notice tone="danger">{/^\p{Ll}/u.test(wrong) ? `The file ${wrong}.` : wrong}</Notice>}
      <label className="flex flex-col gap-1.5 font-medium text-sm">
        File
        <input
          type="file"
          name="file"
          accept=".opml,.xml,.json,application/json,text/xml"
          className="rounded-md border border-line-strong bg-surface p-2 font-normal text-sm file:mr-3 file:rounded-sm file:border-0 file:bg-hover file:px-3 file:py-1.5 file:text-ink"
        />
      </label>
      <Switch label="Start them at once" checked={start} onChange={setStart} />
      <Button type="submit" pending={form.pending}>
        Import
      </Button>
    </form>
  );
}

async function textOf(form: HTMLFormElement): Promise<string> {
  const file = new FormData(form).get("file");
  if (file instanceof File && file.size > 0) return file.text();
  throw new Refusal("invalid_input", "Choose a file first.");
}

function Outcome({ report: { added, skipped }, onClose }: { report: Report; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={added.length > 0 ? "info" : "warn"}>
        {added.length > 0
          ? `${added.length === 1 ? "1 watch" : `${added.length} watches`} taken over.`
          : "No watch was taken over."}
      </Notice>
      {added.length > 0 && (
        <ul aria-label="Taken over" className="flex flex-col gap-1 text-sm">
          {added.map(({ id, name }) => (
            <li key={id} dir="auto" className="truncate">
              <Link href={`/watches/${id}`} onClick={onClose} className="text-accent-ink hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {skipped.length > 0 && <Skipped skipped={skipped} />}
      <Button onClick={onClose}>Done</Button>
    </div>
  );
}

const Skipped = ({ skipped }: Pick<Report, "skipped">) => (
  <section aria-label="Not taken over" className="flex flex-col gap-2">
    <h3 className="font-medium text-sm">Not taken over: {skipped.length}</h3>
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line text-sm">
      {skipped.map(({ name, url, why }) => (
        <li key={`${name} ${url} ${why}`} className="px-3 py-2">
          <p dir="auto" className="wrap-anywhere">
            {name || url || "Without a name"}
          </p>
          <p className="text-faint text-xs">{whyWords(why)}</p>
        </li>
      ))}
    </ul>
  </section>
);

/** The server names the field first where it refuses one. */
const whyWords = (why: string): string => (why.startsWith("url: ") ? addressWords(why.slice(5)) : why);
