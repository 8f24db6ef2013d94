import { createStore, type Store } from "@/lib/client/store";

/** Closer to the end than this counts as being there, in pixels. */
const NEAR_END = 60;
/** More history is read before its end is reached. */
const NEAR_EDGE = 500;

/**
 * Keeps a log where its reader is: at the end while they are there, else at the same message when older ones come
 * above it.
 */
export type LogScroll = {
  /** Give it to the scrolling element as its ref. */
  attach: (element: HTMLElement | null) => (() => void) | undefined;
  /** Whether the reader is at the end of what is on the page. */
  isAtEnd: Store<boolean>;
  /** Call it after the log was drawn anew; `first` names its first message. */
  settle: (first: string | undefined) => void;
  toEnd: () => void;
  /** Shows the message with this `seq` and answers it, if it is on the page. */
  toMessage: (seq: number) => HTMLElement | undefined;
  toElement: (selector: string) => void;
};

type Edges = { onNearTop: () => void; onNearEnd: () => void };

export function createLogScroll({ onNearTop, onNearEnd }: Edges): LogScroll {
  const isAtEnd = createStore(true);
  let box: HTMLElement | null = null;
  let before: { first: string | undefined; height: number } = { first: undefined, height: 0 };
  const toEnd = () => {
    if (box) box.scrollTop = box.scrollHeight;
  };
  const look = () => {
    if (!box) return;
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    isAtEnd.set(below < NEAR_END);
    if (box.scrollTop < NEAR_EDGE) onNearTop();
    if (below < NEAR_EDGE) onNearEnd();
  };
  const show = (selector: string): HTMLElement | undefined => {
    const found = box?.querySelector<HTMLElement>(selector) ?? undefined;
    found?.scrollIntoView({ block: "center" });
    if (found) look();
    return found;
  };
  return {
    isAtEnd,
    toEnd,
    attach: (element) => {
      box = element;
      return element ? watch(element, look, () => isAtEnd.get() && toEnd()) : undefined;
    },
    settle: (first) => {
      if (!box) return;
      const grownAbove = before.first !== first && before.height > 0 && !isAtEnd.get();
      if (grownAbove) box.scrollTop += box.scrollHeight - before.height;
      else if (isAtEnd.get()) toEnd();
      before = { first, height: box.scrollHeight };
    },
    toMessage: (seq) => show(`[data-seq="${seq}"]`),
    toElement: (selector) => void show(selector),
  };
}

function watch(element: HTMLElement, onScroll: () => void, onResize: () => void): () => void {
  const observer = new ResizeObserver(onResize);
  observer.observe(element);
  if (element.firstElementChild) observer.observe(element.firstElementChild);
  element.addEventListener("scroll", onScroll, { passive: true });
  return () => {
    observer.disconnect();
    element.removeEventListener("scroll", onScroll);
  };
}
