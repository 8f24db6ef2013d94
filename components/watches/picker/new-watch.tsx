"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Section } from "@/components/layout/section";
import { NEW_PLAN, type Plan } from "@/components/watches/plan/plan";
import { PlanForm } from "@/components/watches/plan/plan-form";
import { useErrors } from "@/components/watches/plan/use-errors";
import { hostOf } from "@/components/watches/source-words";
import { api } from "@/lib/client/api";
import { useWatchesStore } from "@/lib/features/watches/client/watches-provider";
import { takeWatch } from "@/lib/features/watches/client/watches-store";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import type { DetectedSource } from "@/lib/features/watches/source-schemas";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { RecipeChooser } from "./recipe-chooser";
import { SourceForm } from "./source-form";
import { useDetection } from "./use-detection";

const NAME_MAX = 120;

/** From an address to a watch: where to look, what to take, when and of what to tell. */
export function NewWatch({ url: given }: { url: string }) {
  const [url, setUrl] = useState(given);
  const [recipe, setRecipe] = useState<Recipe | null>(null);
  const [plan, setPlan] = useState<Plan>(NEW_PLAN);
  const { source, pending, detect, wrong } = useDetection((found) => {
    setUrl(found.url);
    setRecipe(found.suggestions[0]?.recipe ?? null);
    setPlan((now) => ({ ...now, name: (found.title ?? hostOf(found.url)).slice(0, NAME_MAX) }));
  });
  const making = useMaking({ source, recipe, plan });
  return (
    <div className="flex flex-col gap-6">
      <Section title="Where to look">
        <SourceForm url={url} pending={pending} wrong={wrong} onLook={detect} onType={setUrl} />
      </Section>
      {source && (
        <Section title="What to take" lead={<SourceLine source={source} />}>
          <RecipeChooser
            key={source.snapshotId}
            source={source}
            current={null}
            pending={pending}
            onRead={detect}
            onChoose={setRecipe}
          />
        </Section>
      )}
      {source && (
        <Section title="When, and what of it">
          <PlanForm
            plan={plan}
            onChange={setPlan}
            making={making}
            missing={recipe ? undefined : "Choose or pick first what to take."}
          />
        </Section>
      )}
    </div>
  );
}

const KINDS = { feed: "A feed", json: "An answer in JSON", page: "A page" };

function SourceLine({ source: { kind, title, url } }: { source: DetectedSource }) {
  return (
    <span className="wrap-anywhere">
      {KINDS[kind]}
      {title && (
        <>
          , “<span dir="auto">{title}</span>”
        </>
      )}
      , at {hostOf(url)}
    </span>
  );
}

type Made = { source: DetectedSource | undefined; recipe: Recipe | null; plan: Plan };

function useMaking({ source, recipe, plan }: Made) {
  const router = useRouter();
  const store = useWatchesStore();
  const errors = useErrors(["name", "schedule", "filters"]);
  const make = (start: boolean) =>
    errors.run(async () => {
      const watch = await api<Watch>("POST", "/watches", { ...plan, url: source?.url, recipe, start });
      store.update((state) => takeWatch(state, watch));
      router.push(`/watches/${watch.id}`);
    });
  return { ...errors, make };
}
