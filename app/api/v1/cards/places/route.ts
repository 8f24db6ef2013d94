import { listPlaces } from "@/lib/core/cards/list-places";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listPlaces });
