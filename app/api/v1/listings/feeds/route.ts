import { route } from "@/lib/core/http/route";
import { createListingFeed, listListingFeeds } from "@/lib/features/watches";

export const GET = route({ verb: listListingFeeds });
export const POST = route({ verb: createListingFeed, status: 201 });
