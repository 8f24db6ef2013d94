import { createStore } from "@/lib/client/store";
import { takeTyped } from "./typed-ahead";

/** Whether the command palette is open. */
export const paletteOpen = createStore(false);

/** The id of its field, where keys go once it is there. */
export const PALETTE_FIELD = "palette-field";

export function openPalette(): void {
  takeTyped();
  paletteOpen.set(true);
}
