import { BookOpen, Trophy } from "lucide-react";
import type { BrowserFeature } from "@/lib/client/feature";
import { words } from "@/lib/features/learn/words";

/** What lessons and quizzes tell the browser about themselves. */
export const learn: BrowserFeature = {
  name: "learn",
  words,
  icons: { uses: { quiz: BookOpen, education: BookOpen }, notifications: { quiz_result: Trophy } },
};
