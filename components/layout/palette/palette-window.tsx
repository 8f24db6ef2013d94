"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useRef, useState } from "react";
import { backdropStyles } from "@/components/ui/popup-styles";
import { Finder } from "./finder";
import { paletteOpen } from "./open-palette";

type Props = { open: boolean; signOut: () => Promise<void> };

/** The command palette: one types what one looks for, the arrows choose, Enter goes there or does it. */
export default function PaletteWindow({ open, signOut }: Props) {
  // Whether what was chosen leads to another page: there the focus begins anew, else it goes back to where it was.
  const leads = useRef(false);
  const [query, setQuery] = useQuery(open);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        leads.current = false;
        paletteOpen.set(next);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyles} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center px-3 pt-[max(0.75rem,10dvh)] pb-3 max-sm:pt-3">
          <Dialog.Popup
            finalFocus={() => !leads.current || focusPage()}
            className="flex max-h-[min(30rem,80dvh)] w-full max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-pop outline-none transition-[scale,opacity] duration-150 ease-out data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
            <Finder
              query={query}
              onType={setQuery}
              signOut={signOut}
              onChoose={(leadsAway) => {
                leads.current = leadsAway;
                paletteOpen.set(false);
              }}
            />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What is typed. Each opening begins without words, also one that comes while the window is still closing. */
function useQuery(open: boolean): [string, (next: string) => void] {
  const [query, setQuery] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setQuery("");
  }
  return [query, setQuery];
}

/** Puts the focus at the beginning of the page, by itself: the window would put it on the first button there. */
function focusPage(): false {
  document.getElementById("content")?.focus();
  return false;
}
