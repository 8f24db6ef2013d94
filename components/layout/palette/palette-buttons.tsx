"use client";

import { Search } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Key } from "@/components/ui/key";
import { openPalette } from "./open-palette";
import { useShortcutName } from "./shortcut";

/** Opens the command palette, in the sidebar. */
export function PaletteBar() {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={openPalette}
      className="flex h-9 w-full items-center gap-2.5 rounded-md border border-line bg-surface px-2.5 text-faint text-sm transition-colors hover:border-line-strong/60 hover:text-soft"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left">Search or jump to</span>
      <Key aria-hidden="true">{useShortcutName()}</Key>
    </button>
  );
}

/** The same as an icon, for narrow screens. */
export function PaletteButton() {
  return (
    <IconButton label="Search or jump to" side="bottom" aria-haspopup="dialog" onClick={openPalette}>
      <Search />
    </IconButton>
  );
}
