import { serveTasks } from "@/lib/kit/worker-tasks";
import { detectSource } from "./detect-source";
import { matchPatterns } from "./match-patterns";
import { outlinePage } from "./outline-page";
import { parseDocument } from "./parse-document";
import { toFault } from "./parse-error";
import { recipeFromPicks } from "./pick-recipe";

serveTasks({ parseDocument, detectSource, outlinePage, recipeFromPicks, matchPatterns }, toFault);
