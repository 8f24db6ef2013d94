import { createStore } from "@/lib/client/store";

/** Whether the command palette is open. */
export const paletteOpen = createStore(false);

export const openPalette = (): void => paletteOpen.set(true);
