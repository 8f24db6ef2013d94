"use client";

import { useRef, useState } from "react";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import type { PickedRows } from "@/lib/features/watches/source-schemas";
import { chooseTool, NO_PICKS, type PickState, pick, picksOf, type Tool, undo } from "./pick-state";

/** What the clicks gave; `wrong` is why they gave nothing. */
export type Picked = { result?: PickedRows; wrong?: string; pending: boolean };

type Props = { snapshotId: string; onPicked: (result: PickedRows | null) => void };

/** Clicks on a page, and the rows that the server makes of them after each. */
export function usePicks({ snapshotId, onPicked }: Props) {
  const [state, setState] = useState(NO_PICKS);
  const [picked, setPicked] = useState<Picked>({ pending: false });
  const asked = useRef(0);
  const give = (next: Picked) => {
    setPicked(next);
    if (!next.pending) onPicked(next.result ?? null);
  };
  const ask = async ({ rows, fields }: ReturnType<typeof picksOf>) => {
    const turn = ++asked.current;
    if (rows.length === 0) return give({ pending: false });
    setPicked((now) => ({ ...now, pending: true }));
    try {
      const result = await api<PickedRows>("POST", `/watches/snapshots/${snapshotId}/pick`, {
        picks: { rows, fields },
      });
      if (turn === asked.current) give({ result, pending: false });
    } catch (error) {
      if (turn === asked.current) give({ wrong: wrongWords(error, Object.keys(fields).length), pending: false });
    }
  };
  const go = (next: PickState) => {
    setState(next);
    if (picksOf(next) !== picksOf(state)) void ask(picksOf(next));
  };
  return {
    ...picked,
    picks: picksOf(state),
    tool: state.tool,
    canUndo: state.steps.length > 1,
    pick: (ref: number) => go(pick(state, ref)),
    undo: () => go(undo(state)),
    reset: () => go(NO_PICKS),
    choose: (tool: Tool) => setState(chooseTool(state, tool)),
  };
}

function wrongWords(error: unknown, fieldCount: number): string {
  const { code, message } = asRefusal(error);
  if (code === "not_found") return "The page is not kept any more. Look at the address again.";
  if (code !== "invalid_input") return message;
  if (fieldCount === 0) return "Nothing like this repeats on the page. Click another part of the row, or a second row.";
  return "What was clicked does not stand in one row. Undo, and click all of it in the same row.";
}
