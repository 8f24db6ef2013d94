import { route } from "@/lib/core/http/route";
import { listListings } from "@/lib/features/watches";

export const GET = route({ verb: listListings });
