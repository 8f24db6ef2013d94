import { route } from "@/lib/core/http/route";
import { listPrices } from "@/lib/features/watches";

export const GET = route({ verb: listPrices });
