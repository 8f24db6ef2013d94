import { useSyncExternalStore } from "react";

const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** Ctrl-K; on Apple's keyboards ⌘-K, as there Ctrl-K deletes to the end of the line. */
export const isShortcut = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === "k" && !altKey && !shiftKey && (isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey);

const never = () => () => {};

/** The keys as this keyboard names them; the server draws those of most. */
export const useShortcutName = (): string =>
  useSyncExternalStore(
    never,
    () => (isApple() ? "⌘K" : "Ctrl K"),
    () => "Ctrl K",
  );
