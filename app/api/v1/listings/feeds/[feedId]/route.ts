import { route } from "@/lib/core/http/route";
import { deleteListingFeed } from "@/lib/features/watches";

export const DELETE = route({ verb: deleteListingFeed, status: 204 });
