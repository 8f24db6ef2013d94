import { route } from "@/lib/core/http/route";
import { pickRows } from "@/lib/features/watches";

export const POST = route({ verb: pickRows });
