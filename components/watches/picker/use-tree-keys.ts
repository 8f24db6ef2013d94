"use client";

import { type KeyboardEvent, type RefObject, useEffect } from "react";

const ITEM = "[data-ref]";

const refOf = (item: Element | null): number | undefined =>
  item instanceof HTMLElement ? Number(item.dataset["ref"]) : undefined;

/** The innermost item that holds what an event happened to. */
export const itemAt = (target: EventTarget): number | undefined =>
  target instanceof Element ? refOf(target.closest(ITEM)) : undefined;

/** The keys of a tree whose branches are always open: to the next one and back, inwards and outwards, Enter picks. */
export function useTreeKeys(tree: RefObject<HTMLElement | null>, onPick: (ref: number) => void) {
  useEffect(() => {
    tree.current?.querySelector(ITEM)?.setAttribute("tabindex", "0");
  }, [tree]);
  return (event: KeyboardEvent) => {
    const here = event.target instanceof Element ? event.target.closest(ITEM) : null;
    const ref = refOf(here);
    if (!here || ref === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onPick(ref);
    }
    const next = stepFrom(here, event.key, tree.current);
    if (!next) return;
    event.preventDefault();
    tree.current?.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  };
}

function stepFrom(here: Element, key: string, tree: HTMLElement | null): HTMLElement | undefined {
  const all = [...(tree?.querySelectorAll<HTMLElement>(ITEM) ?? [])];
  const at = all.findIndex((item) => item === here);
  if (key === "ArrowDown") return all[at + 1];
  if (key === "ArrowUp") return all[at - 1];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowRight") return here.querySelector<HTMLElement>(ITEM) ?? undefined;
  if (key === "ArrowLeft") return here.parentElement?.closest<HTMLElement>(ITEM) ?? undefined;
  return undefined;
}
