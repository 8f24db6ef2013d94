import { CheckCheck } from "lucide-react";
import { seenWords } from "@/lib/features/rooms/client/seen";

/** Who has read up to an own message. Changes too often to be read out. */
export function SeenLine({ names, direct }: { names: readonly string[]; direct: boolean }) {
  return (
    <p
      aria-live="off"
      title={names.join(", ")}
      className="flex items-center gap-1 pr-5 pb-0.5 pl-17 text-2xs text-faint sm:pr-6 sm:pl-18"
    >
      <CheckCheck aria-hidden="true" className="size-3 shrink-0" />
      <span className="truncate">{direct ? "Seen" : seenWords(names)}</span>
    </p>
  );
}
