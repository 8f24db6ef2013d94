import { route } from "@/lib/core/http/route";
import { outlineSource } from "@/lib/features/watches";

export const GET = route({ verb: outlineSource });
