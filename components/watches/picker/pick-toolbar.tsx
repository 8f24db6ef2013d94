"use client";

import { Check, RotateCcw, Rows3, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { FIELD_WORDS, PICK_FIELDS } from "@/components/watches/source-words";
import { counted } from "@/components/watches/watch-words";
import type { Picks, Tool } from "./pick-state";

type Props = {
  picks: Picks;
  /** How many rows are found by them. */
  count?: number;
  tool: Tool;
  canUndo: boolean;
  choose: (tool: Tool) => void;
  undo: () => void;
  reset: () => void;
};

/** What the next click means, and the way back. */
export function PickToolbar({ picks, count, tool, canUndo, choose, undo, reset }: Props) {
  const hasRows = picks.rows.length > 0;
  return (
    <div className="flex flex-col gap-2">
      <div role="toolbar" aria-label="What a click means" className="flex flex-wrap items-center gap-1.5">
        <ToolButton isOn={tool === "rows"} isDone={hasRows} onClick={() => choose("rows")}>
          <Rows3 aria-hidden="true" />
          Row
        </ToolButton>
        {PICK_FIELDS.map((field) => (
          <ToolButton
            key={field}
            isOn={tool === field}
            isDone={picks.fields[field] !== undefined}
            disabled={!hasRows}
            onClick={() => choose(field)}
          >
            {FIELD_WORDS[field]}
          </ToolButton>
        ))}
        <span className="ml-auto flex">
          <IconButton label="Undo" size="icon-sm" disabled={!canUndo} onClick={undo}>
            <Undo2 />
          </IconButton>
          <IconButton label="Begin again" size="icon-sm" disabled={!canUndo} onClick={reset}>
            <RotateCcw />
          </IconButton>
        </span>
      </div>
      <p aria-live="polite" className="text-soft text-sm">
        {count !== undefined && <span className="font-medium text-ink">{counted(count, "row")} found. </span>}
        {hintOf(tool, picks)}
      </p>
    </div>
  );
}

type ButtonProps = { isOn: boolean; isDone: boolean; disabled?: boolean; onClick: () => void; children: ReactNode };

const ToolButton = ({ isOn, isDone, disabled, onClick, children }: ButtonProps) => (
  <button
    type="button"
    aria-pressed={isOn}
    disabled={disabled}
    onClick={onClick}
    className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong/60 bg-surface px-2.5 text-sm transition-colors hover:bg-hover disabled:opacity-50 aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink [&_svg]:size-3.5"
  >
    {children}
    {isDone && (
      <>
        <Check aria-hidden="true" strokeWidth={3} className="text-accent-ink" />
        <span className="sr-only">, picked</span>
      </>
    )}
  </button>
);

function hintOf(tool: Tool, { rows }: Picks): string {
  if (rows.length === 0) return "Click anything inside one row of the list, such as its title.";
  if (tool === "rows") return "Click inside another row if too many or too few were found.";
  return `Click the ${FIELD_WORDS[tool].toLowerCase()} in one of the rows.`;
}
