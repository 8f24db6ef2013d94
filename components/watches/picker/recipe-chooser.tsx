"use client";

import { SearchX } from "lucide-react";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Tabs } from "@/components/ui/tabs";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import type { DetectedSource, PickedRows } from "@/lib/features/watches/source-schemas";
import { Expert } from "./expert";
import { PickByClicking } from "./pick-by-clicking";
import { FeedsFound, Suggestions } from "./suggestions";

type Way = "found" | "pick" | "expert";

type Props = {
  source: DetectedSource;
  /** The recipe that is in use, if there is one. */
  current: Recipe | null;
  pending: boolean;
  onRead: (url: string) => void;
  onChoose: (recipe: Recipe | null) => void;
};

/** The ways to say what of a source is taken: one that was found, by clicking, by hand. */
export function RecipeChooser({ source, current, pending, onRead, onChoose }: Props) {
  const { snapshotId, kind, feeds, needsJavaScript } = source;
  const { way, setWay, given, give, suggestion, setSuggestion } = useWays(source, current, onChoose);
  const take = (from: Way) => (result: PickedRows | null) => give(from, result?.recipe ?? null);
  const tabs = [
    {
      value: "found" as const,
      label: "Found",
      content: <Found source={source} chosen={suggestion} onChoose={setSuggestion} />,
    },
    {
      value: "pick" as const,
      label: "Pick by clicking",
      content: <PickByClicking snapshotId={snapshotId} onPicked={take("pick")} />,
    },
    {
      value: "expert" as const,
      label: "By hand",
      content: <Expert snapshotId={snapshotId} recipe={current ?? given.found} onPicked={take("expert")} />,
    },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-5">
      {needsJavaScript && (
        <Notice tone="warn">
          This page shows its content only with JavaScript, which Throng does not run. What stands in its source can
          still be picked; a feed or an API of the site is the better way.
        </Notice>
      )}
      <FeedsFound feeds={feeds} pending={pending} onRead={onRead} />
      <Tabs
        label="How to say what is taken"
        tabs={tabs.filter(({ value }) => kind === "page" || value !== "pick")}
        value={way}
        onChange={setWay}
      />
    </div>
  );
}

/** Which way is looked at, and the recipe that each gives at this moment: that of the one that is looked at holds. */
function useWays({ kind, suggestions }: DetectedSource, current: Recipe | null, onChoose: Props["onChoose"]) {
  const [suggestion, setSuggestion] = useState(0);
  const begin = suggestions.length > 0 || kind !== "page" ? "found" : "pick";
  const [way, setWay] = useState<Way>(current ? "expert" : begin);
  const [given, setGiven] = useState<Record<Way, Recipe | null>>({
    ...{ found: suggestions[0]?.recipe ?? null, pick: null, expert: current },
  });
  const give = (from: Way, recipe: Recipe | null) => {
    setGiven((now) => ({ ...now, [from]: recipe }));
    if (from === way) onChoose(recipe);
  };
  return {
    ...{ way, given, give, suggestion },
    setWay: (next: Way) => {
      setWay(next);
      onChoose(given[next]);
    },
    setSuggestion: (place: number) => {
      setSuggestion(place);
      give("found", suggestions[place]?.recipe ?? null);
    },
  };
}

type FoundProps = { source: DetectedSource; chosen: number; onChoose: (place: number) => void };

function Found({ source: { kind, suggestions }, chosen, onChoose }: FoundProps) {
  if (suggestions.length > 0) return <Suggestions suggestions={suggestions} chosen={chosen} onChoose={onChoose} />;
  return (
    <EmptyState icon={SearchX} title="No list was found by itself" className="py-8">
      {kind === "page" ? "Pick it by clicking, or write selectors by hand." : "Write by hand where the rows are."}
    </EmptyState>
  );
}
