import { defineVerb } from "@/lib/core/verb/verb";
import { askHost } from "./ask-host";
import { parser } from "./parsing/parser";
import { orRefuse, presentRow, SHOWN_MAX } from "./present-rows";
import { keepSnapshot } from "./snapshot-store";
import { DetectedSource, DetectSourceInput } from "./source-schemas";
import { sourceUrl } from "./source-url";

/** What stands behind a URL, and how it could be read. Errors: invalid_input with what keeps it away, unavailable, rate_limited. */
export const detectSource = defineVerb({
  name: "watches.detect",
  access: "member",
  rateLimits: ["scraper"],
  input: DetectSourceInput,
  output: DetectedSource,
  async run({ actor }, { url }) {
    const { document } = await askHost(sourceUrl(url));
    const { kind, title, feeds, recipes, needsJavaScript } = await orRefuse(parser.detectSource(document));
    return {
      snapshotId: await keepSnapshot(actor.id, document),
      url: document.url,
      ...{ kind, title, needsJavaScript },
      feeds: feeds.slice(0, 20).map(({ guess = false, ...feed }) => ({ ...feed, guess })),
      suggestions: recipes.slice(0, 10).map(({ rows, ...suggestion }) => ({
        ...suggestion,
        rows: rows.slice(0, SHOWN_MAX).map(presentRow),
      })),
    };
  },
});
