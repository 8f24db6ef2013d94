import { coreWords } from "@/lib/client/core-words";
import { joinWords } from "@/lib/client/words";
import { features } from "@/lib/features/browser";

/** What core and the features are called for people. */
export const words = joinWords(
  coreWords,
  features.map((feature) => feature.words ?? {}),
);
