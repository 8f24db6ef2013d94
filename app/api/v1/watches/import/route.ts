import { route } from "@/lib/core/http/route";
import { importWatches } from "@/lib/features/watches";

export const POST = route({ verb: importWatches });
