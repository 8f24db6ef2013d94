import { createHash } from "node:crypto";
import { baseUrl } from "@/lib/core/mail/write-mail";
import { FileAnswer } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { FEED_TYPES, type ToldFeed, writeFeed } from "./listing-feed-form";
import { feedPath, queryOf } from "./listing-feed-present";
import { FEED_ITEMS, ReadListingFeedInput } from "./listing-feed-schemas";
import { type FeedRow, noteRead, readOpenFeed } from "./listing-feed-store";
import { readListings } from "./listing-list-store";
import { presentListing } from "./listing-present";
import { type FeedForm, readFeedSecret } from "./listing-secrets";

/** How exactly a feed remembers when it was read, in milliseconds. */
const READ_EVERY_MS = 60_000;

/** The newest listings of a feed, for whoever knows its URL. Errors: not_found, when it ended or its owner went. */
export const readListingFeed = defineVerb({
  name: "listings.readFeed",
  access: "anyone",
  reads: true,
  input: ReadListingFeedInput,
  output: FileAnswer,
  async run(_ctx, { secret }) {
    const { feedId, form } = readFeedSecret(secret) ?? fail("not_found");
    const row = (await readOpenFeed(feedId)) ?? fail("not_found");
    if (Date.now() - (row.readAt?.getTime() ?? 0) > READ_EVERY_MS) await noteRead(feedId);
    return answerOf(await toldOf(row, form), form);
  },
});

async function toldOf(row: FeedRow, form: FeedForm): Promise<ToldFeed> {
  const { id, ownerId, name } = row;
  const rows = await readListings({ ...queryOf(row), sort: "found", ownerId, take: FEED_ITEMS, isWhole: true });
  const base = baseUrl().replace(/\/+$/, "");
  const times = rows.map(({ changedAt, foundAt }) => Math.max(changedAt.getTime(), foundAt.getTime()));
  const updatedAt = new Date(Math.max(row.createdAt.getTime(), ...times));
  return { id, name, base, url: `${base}${feedPath(id)}.${form}`, updatedAt, listings: rows.map(presentListing) };
}

function answerOf(feed: ToldFeed, form: FeedForm): FileAnswer {
  const tag = createHash("sha256")
    .update(JSON.stringify([form, feed]))
    .digest("base64url")
    .slice(0, 22);
  return {
    name: `listings.${form}`,
    type: FEED_TYPES[form],
    inline: true,
    headers: {
      "cache-control": "private, max-age=300",
      etag: `"${tag}"`,
      "last-modified": feed.updatedAt.toUTCString(),
      // The URL is a secret: nobody may find it by what is read in it.
      "x-robots-tag": "noindex",
    },
    parts: partsOf(form, feed),
  };
}

/** Written only when it is sent. */
async function* partsOf(form: FeedForm, feed: ToldFeed): AsyncGenerator<string> {
  yield writeFeed[form](feed);
}
