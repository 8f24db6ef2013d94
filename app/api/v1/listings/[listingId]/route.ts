import { route } from "@/lib/core/http/route";
import { getListing, updateListing } from "@/lib/features/watches";

export const GET = route({ verb: getListing });
export const PATCH = route({ verb: updateListing });
