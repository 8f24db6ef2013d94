"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useErrors } from "@/components/watches/plan/use-errors";
import { api } from "@/lib/client/api";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import type { PickedRows } from "@/lib/features/watches/source-schemas";
import { PickedPanel } from "./picked-panel";
import { draftOf, recipeOf } from "./recipe-draft";
import { RecipeFields } from "./recipe-fields";

type Props = {
  snapshotId: string;
  /** What it begins with. */
  recipe: Recipe | null;
  onPicked: (result: PickedRows | null) => void;
};

/** A recipe by hand, and what it gives. */
export function Expert({ snapshotId, recipe, onPicked }: Props) {
  const [draft, setDraft] = useState(() => draftOf(recipe));
  const [result, setResult] = useState<PickedRows>();
  const { pending, run, error, notice } = useErrors(["recipe"]);
  const attempt = () =>
    run(async () => {
      setResult(undefined);
      onPicked(null);
      const recipe = recipeOf(draft);
      const found = await api<PickedRows>("POST", `/watches/snapshots/${snapshotId}/pick`, { recipe });
      setResult(found);
      onPicked(found);
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex flex-col gap-4">
        {notice && <Notice tone="danger">{notice}</Notice>}
        <RecipeFields draft={draft} onChange={setDraft} error={error} />
        <Button look="plain" pending={pending} onClick={attempt} className="self-start">
          Try it
        </Button>
      </div>
      <div className="lg:self-start">
        <PickedPanel result={result} pending={pending} nothing="Try the recipe, and what it finds stands here." />
      </div>
    </div>
  );
}
