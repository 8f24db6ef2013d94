import { route } from "@/lib/core/http/route";
import { createWatch, listWatches } from "@/lib/features/watches";

export const GET = route({ verb: listWatches });
export const POST = route({ verb: createWatch, status: 201 });
