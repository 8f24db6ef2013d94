"use client";

import { type RefObject, useEffect } from "react";
import type { FoundRow } from "@/lib/features/watches/source-schemas";
import type { Picks } from "./pick-state";

type Mark = "row" | "field" | "found";

/**
 * Marks what was picked in a tree, and what was found by it: titles and links of the rows. The tree itself is drawn once,
 * as it may have thousands of items.
 */
export function useMarks(
  tree: RefObject<HTMLElement | null>,
  { rows, fields }: Picks,
  found: readonly FoundRow[],
): void {
  useEffect(() => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>("[data-ref]") ?? [])];
    const picked = new Set([...rows, ...Object.values(fields)]);
    const titles = new Set(found.map(({ title }) => title).filter(Boolean));
    const images = new Set(found.flatMap(({ image }) => image ?? []));
    for (const item of items) {
      const ref = Number(item.dataset["ref"]);
      const mark = markOf(ref) ?? (isFound(item, titles, images) ? "found" : undefined);
      if (mark) item.dataset["mark"] = mark;
      else delete item.dataset["mark"];
      item.setAttribute("aria-selected", String(picked.has(ref)));
    }
    function markOf(ref: number): Mark | undefined {
      if (Object.values(fields).includes(ref)) return "field";
      return rows.includes(ref) ? "row" : undefined;
    }
  }, [tree, rows, fields, found]);
}

function isFound(item: HTMLElement, titles: ReadonlySet<string>, images: ReadonlySet<string>): boolean {
  if (item.querySelector("[data-ref]")) return false;
  const image = item.querySelector("img")?.getAttribute("src");
  return image ? images.has(image) : titles.has(item.textContent ?? "");
}
