import { Info } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { noteWords } from "@/lib/features/watches/words";

type Props = { notes: readonly { code: string; detail?: string }[]; className?: string };

/** What its owner may want to know of what was read, each kind once. */
export function NoteList({ notes, className }: Props) {
  const kinds = [...new Map(notes.map((note) => [note.code, note])).values()];
  if (kinds.length === 0) return null;
  return (
    <ul className={cn("flex flex-col gap-1 text-faint text-xs", className)}>
      {kinds.map(({ code, detail }) => (
        <li key={code} className="flex gap-1.5">
          <Info aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          <span className="wrap-anywhere">
            {noteWords(code)}
            {detail && ` (${detail})`}
          </span>
        </li>
      ))}
    </ul>
  );
}
