"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { useStore } from "@/lib/client/store";
import { openPalette, PALETTE_FIELD, paletteOpen } from "./open-palette";
import { isShortcut } from "./shortcut";
import { typeAhead } from "./typed-ahead";

const PaletteWindow = lazy(() => import("./palette-window"));

const isInField = ({ target }: KeyboardEvent): boolean => target instanceof Element && target.id === PALETTE_FIELD;

/** The command palette of the page: opened by its key or `openPalette`, loaded when it is opened for the first time. */
export function Palette({ signOut }: { signOut: () => Promise<void> }) {
  const open = useStore(paletteOpen);
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isShortcut(event)) {
        event.preventDefault();
        openPalette();
      } else if (paletteOpen.get() && !isInField(event)) typeAhead(event);
    };
    document.addEventListener("keydown", listen);
    return () => {
      document.removeEventListener("keydown", listen);
      paletteOpen.set(false);
    };
  }, []);
  return <Suspense fallback={null}>{wasOpen && <PaletteWindow open={open} signOut={signOut} />}</Suspense>;
}
