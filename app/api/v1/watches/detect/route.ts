import { route } from "@/lib/core/http/route";
import { detectSource } from "@/lib/features/watches";

export const POST = route({ verb: detectSource });
