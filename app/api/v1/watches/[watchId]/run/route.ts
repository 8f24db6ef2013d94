import { route } from "@/lib/core/http/route";
import { runWatch } from "@/lib/features/watches";

export const POST = route({ verb: runWatch, status: 202 });
