"use client";

import { FileX2 } from "lucide-react";
import { memo, useRef } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { FoundRow, PageOutline as Outline } from "@/lib/features/watches/source-schemas";
import { OutlineItem } from "./outline-item";
import type { Picks } from "./pick-state";
import { useMarks } from "./use-marks";
import { itemAt, useTreeKeys } from "./use-tree-keys";

type Props = { outline: Outline; picks: Picks; found: readonly FoundRow[]; onPick: (ref: number) => void };

/** A page as a tree of our own elements: a click, or Enter, picks one. */
export function PageOutline({ outline, picks, found, onPick }: Props) {
  const tree = useRef<HTMLDivElement>(null);
  const onKeyDown = useTreeKeys(tree, onPick);
  useMarks(tree, picks, found);
  const click = (target: EventTarget) => {
    const ref = itemAt(target);
    if (ref !== undefined) onPick(ref);
  };
  if (!outline.root.children?.length) {
    return (
      <EmptyState icon={FileX2} title="The page shows nothing" className="rounded-lg border border-line">
        There is no text and no picture in what the server sent.
      </EmptyState>
    );
  }
  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={-1}
      aria-label={outline.title ? `Page “${outline.title}”` : "Page"}
      aria-multiselectable="true"
      dir={outline.direction}
      lang={outline.language ?? undefined}
      onKeyDown={onKeyDown}
      onClick={({ target }) => click(target)}
      className="page-outline h-[min(60dvh,40rem)] overflow-auto overscroll-contain rounded-lg border border-line bg-surface p-4 lg:h-[min(72dvh,52rem)]"
    >
      <Items root={outline.root} />
    </div>
  );
}

/** Drawn once: what is marked in it changes without it. */
const Items = memo(function Items({ root }: Pick<Outline, "root">) {
  return (root.children ?? []).map((node) => <OutlineItem key={node.ref} node={node} />);
});
