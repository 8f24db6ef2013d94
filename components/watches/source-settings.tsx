"use client";

import { useState } from "react";
import { Section } from "@/components/layout/section";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { api } from "@/lib/client/api";
import { useWatchesStore } from "@/lib/features/watches/client/watches-provider";
import { takeWatch } from "@/lib/features/watches/client/watches-store";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { RecipeChooser } from "./picker/recipe-chooser";
import { SourceForm } from "./picker/source-form";
import { useDetection } from "./picker/use-detection";
import { useErrors } from "./plan/use-errors";
import { recipeWords } from "./source-words";

/** Where a watch looks and what it takes; to change either, the source is looked at again. */
export function SourceSettings({ watch }: { watch: Watch }) {
  const [url, setUrl] = useState(watch.url);
  const [recipe, setRecipe] = useState<Recipe | null>(watch.recipe);
  const { source, pending, detect, wrong } = useDetection((found) => {
    setUrl(found.url);
    setRecipe(watch.recipe);
  });
  const { save, saving, notice } = useSaving(watch);
  return (
    <Section title="Source" lead={`Read ${recipeWords(watch.recipe)}. Look there again to change what is taken.`}>
      <div className="flex flex-col gap-6">
        <SourceForm url={url} pending={pending} wrong={wrong} onLook={detect} onType={setUrl} />
        {source && (
          <>
            <RecipeChooser
              key={source.snapshotId}
              source={source}
              current={watch.recipe}
              pending={pending}
              onRead={detect}
              onChoose={setRecipe}
            />
            {notice && <Notice tone="danger">{notice}</Notice>}
            <Button
              pending={saving}
              disabled={recipe === null}
              className="self-start"
              onClick={() => recipe && save(source.url, recipe)}
            >
              Save the source
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}

function useSaving({ id, url: before }: Watch) {
  const store = useWatchesStore();
  const { pending, run, notice } = useErrors([]);
  const save = (url: string, recipe: Recipe) =>
    run(async () => {
      const changed = await api<Watch>("PATCH", `/watches/${id}`, { ...(url !== before && { url }), recipe });
      store.update((state) => takeWatch(state, changed));
      toast({ title: "Saved", description: "The source is read anew." });
    });
  return { save, saving: pending, notice };
}
