import type { PickField } from "@/components/watches/source-words";

/** What was clicked on a page: refs of its elements. */
export type Picks = { rows: readonly number[]; fields: Readonly<Partial<Record<PickField, number>>> };
/** What a click means. */
export type Tool = "rows" | PickField;

/** The steps so far; the last one holds. */
export type PickState = { steps: readonly Picks[]; tool: Tool };

/** So many rows are given as examples: one, and another one that says what they have in common. */
const EXAMPLES_MAX = 2;

const NOTHING: Picks = { rows: [], fields: {} };
export const NO_PICKS: PickState = { steps: [NOTHING], tool: "rows" };

export const picksOf = ({ steps }: PickState): Picks => steps.at(-1) ?? NOTHING;

/** What is made of a click on `ref`. A second one on the same takes it back. */
export function pick(state: PickState, ref: number): PickState {
  const { rows, fields } = picksOf(state);
  const { steps, tool } = state;
  if (tool !== "rows") {
    const { [tool]: old, ...others } = fields;
    return { steps: [...steps, { rows, fields: old === ref ? others : { ...fields, [tool]: ref } }], tool };
  }
  const kept = rows.filter((row) => row !== ref);
  const next = kept.length < rows.length ? kept : [...rows.slice(0, EXAMPLES_MAX - 1), ref];
  // One example is often enough: the next click names the title.
  return { steps: [...steps, { rows: next, fields }], tool: rows.length === 0 ? "title" : tool };
}

export const undo = ({ steps, tool }: PickState): PickState => {
  const left = steps.length > 1 ? steps.slice(0, -1) : steps;
  return { steps: left, tool: left.length === 1 ? "rows" : tool };
};

export const chooseTool = (state: PickState, tool: Tool): PickState => ({ ...state, tool });
